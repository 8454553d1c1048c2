import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import { readImportState } from '#src/pipeline/import/import-state.ts';
import { importFolder } from '#src/platform/embedded/import-folder.ts';
import { importDeps } from '#test/pipeline/import/import-deps.ts';
import { warehouseOfFile } from '#test/pipeline/warehouse-of-file.ts';

const emptied = warehouseOfFile({ threads: 2 });
const DATA = fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const ROWS = {
  player_game_logs: 73_298,
  team_box_scores: 6_828,
  schedule: 3_868,
  shot_zones_by_season: 1_574,
  shot_zones_by_game: 36_615,
  injuries: 2_593,
  prop_lines: 82_797,
};

const there = existsSync(DATA);
const title = there ? 'the real data' : 'the real data: skipped, there is no ../shared/data';

test.skipIf(!there)(`${title} is imported completely, twice, with the same rows`, async () => {
  const deps = importDeps(await emptied());
  const reports = await importFiles(deps, { sources: await importFolder(DATA), origin: 'files' });
  const taken = reports.filter(({ decision }) => decision === 'taken');
  expect(Object.fromEntries(taken.map(({ table, rows }) => [table?.replace('nba_raw.', ''), rows]))).toStrictEqual(
    ROWS,
  );
  expect(reports.filter(({ decision }) => decision === 'refused')).toStrictEqual([]);

  const counts = async () => {
    const { importedAt: _, ...state } = z
      .looseObject({ importedAt: z.string() })
      .parse(await readImportState(deps.warehouse));
    return state;
  };
  const before = await counts();
  expect(before).toMatchObject({
    isSample: false,
    lastPlayedDate: '2026-02-08',
    lastGameDate: '2026-04-12',
    games: 3_868,
  });
  await importFiles(deps, { sources: await importFolder(DATA), origin: 'files' });
  expect(await counts()).toStrictEqual(before);

  const [ids] = await deps.warehouse.query(
    {
      sql: 'SELECT COUNT(DISTINCT player_id) AS ids, COUNT(DISTINCT player_lookup) AS lookups FROM nba_raw.player_game_logs',
    },
    z.object({ ids: z.number(), lookups: z.number() }),
  );
  expect(ids).toStrictEqual({ ids: 771, lookups: 771 });

  const out =
    "SELECT COUNT(*) AS rows_out FROM nba_raw.injuries WHERE game_date = DATE '2026-02-05' AND status = 'out'";
  const [reported] = await deps.warehouse.query({ sql: out }, z.object({ rows_out: z.number() }));
  expect(reported?.rows_out).toBeGreaterThan(17);
});
