import { expect, it } from 'vitest';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { readBatchReport } from '#src/pipeline/batch/batch-report.ts';
import { readNewestDoneBatch } from '#src/pipeline/batch/read-batch.ts';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import { POISON_MESSAGES } from '#src/pipeline/player/poison-message.ts';
import { verifyPredictions } from '#src/pipeline/results/verify-predictions.ts';
import { RULE_MODELS } from '#test/pipeline/models/rule-models.ts';
import { anOpenBatch, GAME_DATE } from '../pipeline/batch/an-open-batch.ts';
import { pipelineStores } from '../pipeline/pipeline-stores.ts';
import { EXPECTED, GAMES, injuryReport, OUT, players, watched } from './a-ruled-out-night.ts';
import { aRunner } from './a-runner.ts';

it('RT-01: 136 expected, 119 predicted, 17 out: complete, each player delivered once', async () => {
  const stores = await pipelineStores();
  const { queue, deliveries } = watched(stores.queue);
  const deps = { ...stores, queue };
  const reports = await importFiles(deps, { sources: [injuryReport()], origin: 'files' });
  expect(reports).toMatchObject([{ decision: 'taken', rows: OUT }]);
  const batch = await anOpenBatch(deps.store, players);
  await queue.publish([{ body: JSON.stringify({ batch_id: batch.batch_id, game_date: GAME_DATE }), attributes: {} }]);

  await aRunner(deps).run(batch.batch_id);

  expect(await readBatchReport(deps.store, batch.batch_id)).toMatchObject({
    state: 'done',
    result: 'complete',
    expected: EXPECTED,
    predicted: EXPECTED - OUT,
    skipped: { player_injury_out: OUT },
    failed: {},
    missing: 0,
    rows: (EXPECTED - OUT) * 3,
    models: 3,
    games: GAMES,
  });
  expect(new Set(deliveries.values())).toEqual(new Set([1]));
  expect(deliveries.size).toBe(EXPECTED + 1);
  expect(await deps.store.query({ collection: POISON_MESSAGES }, {})).toHaveLength(1);
  const posts = await deps.store.query({ collection: POSTS }, {});
  const types = posts.map(({ data }) => JSON.parse(data.wanted).type).toSorted();
  expect(types, 'the poison message alerts once; the players who are out alert nobody').toEqual(['incident', 'slate']);
  const announced = await readNewestDoneBatch(deps.store, GAME_DATE);
  expect(await verifyPredictions({ ...deps, models: () => RULE_MODELS }, GAME_DATE, announced)).toMatchObject({
    total: (EXPECTED - OUT) * 3,
    players: EXPECTED - OUT,
    duplicates: 0,
    verdict: 'agrees',
  });
});
