import { expect, it } from 'vitest';
import { createApp } from '#src/app.ts';
import { showSlate } from '#src/operations/predict/slate.ts';
import { ANN } from '../coordination/identity/actors.ts';
import { anOpenBatch, GAME_DATE } from '../pipeline/batch/an-open-batch.ts';
import { NOW, pipelineStores, silentLog } from '../pipeline/pipeline-stores.ts';
import { aPlayer, GOOD_INPUT } from '../pipeline/player/a-player.ts';
import { warehouseOfFile } from '../pipeline/warehouse-of-file.ts';
import { aRunner } from '../workers/a-runner.ts';

const PLAYERS = 10_000;
const CALLS = 12;
const MAX_MEMORY_BYTES = 400_000_000;
const emptied = warehouseOfFile();
/** The player `p00000` has the largest edge. */
const MULTIPLY = `INSERT INTO nba_predictions.player_prop_predictions
SELECT predictions.* REPLACE (
  'p' || lpad(n::VARCHAR, 5, '0') AS player_lookup, predictions.current_points_line + ${PLAYERS} - n AS predicted_points)
FROM nba_predictions.player_prop_predictions AS predictions, range(${PLAYERS - 1}) AS numbers(n)`;

it('a slate of 10,000 players is read in pages, twelve of them at once in little memory', async () => {
  const stores = await pipelineStores(await emptied());
  const { batch_id: batchId } = await anOpenBatch(stores.store, [
    aPlayer('zzz', { input: JSON.stringify(GOOD_INPUT) }),
  ]);
  await aRunner(stores).run(batchId);
  await stores.warehouse.execute({ sql: MULTIPLY }, 'multiply');
  const { app } = createApp({ platform: 'embedded', dataFolder: '' }, { ...stores, log: silentLog, now: () => NOW });
  const call = { actor: ANN, request: 'r', progress: () => undefined };
  const readPage = (given: object = {}) =>
    showSlate.run(app, { ...call, input: showSlate.input.parse({ date: GAME_DATE, ...given }) });

  const first = await readPage();
  const shown = first.data?.predictions.length ?? 0;
  expect(first.message).toMatch(
    / predictions for 10,000 players on .*\. Shown are 1 to \d+, the largest edge first\.$/,
  );
  expect(first.next).toMatchObject([{ operation: 'predict slate', arguments: { date: GAME_DATE, cursor: shown } }]);
  expect(shown).toBeGreaterThan(10);
  expect(first.data?.predictions[0]?.player_lookup).toBe('p00000');

  let peak = 0;
  const before = process.memoryUsage.rss();
  const sampling = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 5);
  const pages = await Promise.all(
    Array.from({ length: CALLS }, (_, index) => readPage({ cursor: index * 10, limit: 10 })),
  );
  clearInterval(sampling);
  expect(peak - before).toBeLessThan(MAX_MEMORY_BYTES);
  const picks = await readPage({ picks_only: true });
  expect(picks.data).toMatchObject({ players: PLAYERS, matching: 0, predictions: [] });
  const lookups = pages.flatMap(({ data }) => data?.predictions.map(({ player_lookup }) => player_lookup) ?? []);
  expect(new Set(lookups).size).toBe(CALLS * 10);
});
