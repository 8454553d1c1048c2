import { expect, test } from 'vitest';
import * as z from 'zod';
import { readImportState } from '#src/pipeline/import/import-state.ts';
import { loadSample } from '#src/pipeline/sample/load-sample.ts';
import { importDeps } from '#test/pipeline/import/import-deps.ts';
import { warehouseOfFile } from '#test/pipeline/warehouse-of-file.ts';

const emptied = warehouseOfFile({ threads: 2 });

test('the sample league is loaded once a day, and is updated the next day', async () => {
  const deps = importDeps(await emptied());
  const files: string[] = [];
  const progress = (file: string) => void files.push(file);
  expect(await loadSample(deps, '2026-02-05', progress)).toBe('loaded');
  expect(files).toHaveLength(7);
  const first = await readImportState(deps.warehouse);
  expect(first).toMatchObject({ imported: true, isSample: true, lastPlayedDate: '2026-02-04', players: 450 });
  expect(await loadSample(deps, '2026-02-05', progress)).toBe('current');
  expect(await readImportState(deps.warehouse)).toStrictEqual(first);

  expect(await loadSample(deps, '2026-02-06', progress)).toBe('loaded');
  expect(await readImportState(deps.warehouse)).toMatchObject({ lastPlayedDate: '2026-02-05', players: 450 });
  const sql = `SELECT COUNT(*) AS unplayed FROM nba_raw.schedule s
    WHERE s.game_date < DATE '2026-02-06' AND s.home_score IS NULL`;
  expect(await deps.warehouse.query({ sql }, z.object({ unplayed: z.number() }))).toStrictEqual([{ unplayed: 0 }]);
});
