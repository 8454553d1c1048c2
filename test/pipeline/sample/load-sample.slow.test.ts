import { expect, test } from 'vitest';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import { readImportState } from '#src/pipeline/import/import-state.ts';
import { sampleLeague } from '#src/pipeline/sample/sample-league.ts';
import { NBA_SIZE } from '#src/pipeline/sample/sample-options.ts';
import { openWarehouse } from '#test/pipeline/import/open-warehouse.ts';

/** It takes 2 s on two cores; the rest is room for a busy machine. */
const MOST_SECONDS = 6;

test('the sample league goes through the import like files, fast', async () => {
  const deps = await openWarehouse();
  const sources = sampleLeague({ seed: 'tipoff', today: '2026-02-05', ...NBA_SIZE });
  const begun = performance.now();
  const reports = await importFiles(deps, { sources, origin: 'sample' });
  expect((performance.now() - begun) / 1000).toBeLessThan(MOST_SECONDS);
  expect(reports.map(({ decision, faults }) => ({ decision, faults }))).toStrictEqual(
    reports.map(() => ({ decision: 'taken', faults: [] })),
  );
  expect(await readImportState(deps.warehouse)).toMatchObject({
    imported: true,
    isSample: true,
    lastPlayedDate: '2026-02-04',
    players: 450,
  });
});
