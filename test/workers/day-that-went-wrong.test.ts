import { expect, it } from 'vitest';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { readBatchReport } from '#src/pipeline/batch/batch-report.ts';
import { readNewestDoneBatch } from '#src/pipeline/batch/read-batch.ts';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import { POISON_MESSAGES } from '#src/pipeline/player/poison-message.ts';
import { PredictionRequest } from '#src/pipeline/player/prediction-request.ts';
import { verifyPredictions } from '#src/pipeline/results/verify-predictions.ts';
import type { Delivery, Queue } from '#src/platform/queue.ts';
import type { RecordSource } from '#src/platform/record-source.ts';
import { RULE_MODELS } from '#test/pipeline/models/rule-models.ts';
import { anOpenBatch, GAME_DATE } from '../pipeline/batch/an-open-batch.ts';
import { pipelineStores } from '../pipeline/pipeline-stores.ts';
import { aPlayer } from '../pipeline/player/a-player.ts';
import { aRunner } from './a-runner.ts';

const GAMES = 8;
const EXPECTED = 136;
const OUT = 17;
const WRITTEN = ['out', 'Out', 'OUT', ' Out '];

const players = Array.from({ length: EXPECTED }, (_, index) =>
  aPlayer(`player${index}`, { player_name: `Player ${index}`, game_id: `002250073${index % GAMES}` }),
);

/** The injury reports after the players were chosen: seventeen are out, in every spelling. */
function injuryReport(): RecordSource {
  const columns = ['report_at', 'game_date', 'player_name', 'player_id', 'team', 'status', 'reason'];
  async function* records() {
    yield { line: 1, fields: columns };
    for (let index = 0; index < OUT; index += 1) {
      const status = WRITTEN[index % WRITTEN.length] ?? 'Out';
      const line = index + 2;
      const name = `Player ${index}`;
      yield { line, fields: ['2026-02-05T17:00:00Z', GAME_DATE, name, String(9000 + index), 'CHA', status, 'Injury'] };
    }
  }
  return { name: 'injuries.csv', records, sha256: () => 'reports' };
}

/** Counts the deliveries of each player, and adds one poison message. */
function watched(queue: Queue): { queue: Queue; deliveries: Map<string, number> } {
  const deliveries = new Map<string, number>();
  const count = ({ body }: Delivery) => {
    const request = PredictionRequest.safeParse(JSON.parse(body));
    const player = request.success ? request.data.player_lookup : 'no player_lookup';
    deliveries.set(player, (deliveries.get(player) ?? 0) + 1);
  };
  const consume: Queue['consume'] = (handler) =>
    queue.consume((delivery) => {
      count(delivery);
      return handler(delivery);
    });
  return { queue: { ...queue, consume }, deliveries };
}

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
