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
  const readPage = (page: number) => showSlate.run(app, { ...call, input: { date: GAME_DATE, page } });

  const first = await readPage(1);
  expect(first.message).toMatch(/ predictions for 10000 players on .*\. This is page 1 of 20\.$/);
  expect(first.next).toMatchObject([{ operation: 'predict slate', arguments: { date: GAME_DATE, page: 2 } }]);
  expect(new Set(first.data?.predictions.map(({ player_lookup }) => player_lookup)).size).toBe(500);
  expect(first.data?.predictions[0]?.player_lookup).toBe('p00000');

  let peak = 0;
  const before = process.memoryUsage.rss();
  const sampling = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 5);
  const pages = await Promise.all(Array.from({ length: CALLS }, (_, index) => readPage(index + 1)));
  clearInterval(sampling);
  expect(peak - before).toBeLessThan(MAX_MEMORY_BYTES);
  const shown = pages.flatMap(({ data }) => [...new Set(data?.predictions.map(({ player_lookup }) => player_lookup))]);
  expect(new Set(shown).size).toBe(CALLS * 500);
});
