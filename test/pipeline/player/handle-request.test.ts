import { expect, it } from 'vitest';
import { systemAuditContext } from '#src/coordination/audit/audit-context.ts';
import { readBatch } from '#src/pipeline/batch/read-batch.ts';
import { sealBatch } from '#src/pipeline/batch/seal-batch.ts';
import type { OpenBatch } from '#src/pipeline/documents/batch-document.ts';
import { UNKNOWN_BUILD } from '#src/pipeline/player/format-provenance.ts';
import { handleDeadLetter } from '#src/pipeline/player/handle-dead-letter.ts';
import { handleRequest, type WorkerDeps } from '#src/pipeline/player/handle-request.ts';
import { playerRef } from '#src/pipeline/player/player-document.ts';
import { POISON_MESSAGES } from '#src/pipeline/player/poison-message.ts';
import { timedCache } from '#src/pipeline/player/timed-cache.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import type { Delivery } from '#src/platform/queue.ts';
import { Unavailable } from '#src/platform/unavailable.ts';
import { aModel } from '#test/pipeline/models/a-model.ts';
import { RULE_MODELS } from '#test/pipeline/models/rule-models.ts';
import { aChain } from '../../coordination/audit/a-chain.ts';
import { anOpenBatch } from '../batch/an-open-batch.ts';
import { memoryStore, NOW, silentLog } from '../pipeline-stores.ts';
import { aPlayer, GOOD_INPUT } from './a-player.ts';

const MAX_DELIVERIES = 5;
const broken = aModel('broken', () => {
  throw new Error('this model always throws');
});

const POISON_DEPS = { auditContext: systemAuditContext(aChain(), 'test'), peopleToCall: ['U1'] };

function worker(store: DocumentStore, changed: Partial<WorkerDeps> = {}): WorkerDeps {
  return {
    store,
    models: () => RULE_MODELS,
    build: UNKNOWN_BUILD,
    breakers: { suspended: () => new Map(), observe: () => undefined },
    log: silentLog,
    openBatch: async (batchId) => {
      const batch = await readBatch(store, batchId);
      return batch?.state === 'open' ? batch : undefined;
    },
    injuryStatuses: async () => new Map(),
    maxDeliveries: MAX_DELIVERIES,
    onOutcome: () => undefined,
    ...POISON_DEPS,
    recordDelivery: () => undefined,
    onLate: async () => undefined,
    ...changed,
  };
}

function delivery(batch: Pick<OpenBatch, 'batch_id' | 'game_date'>, changed: Partial<Delivery> = {}): Delivery {
  const { batch_id, game_date } = batch;
  const body = JSON.stringify({ batch_id, game_date, player_lookup: 'cobywhite', attempt: 1 });
  return { messageId: 'm1', attempt: 1, attributes: {}, body, ...changed };
}

async function playerOf(store: DocumentStore, batch: OpenBatch) {
  return (await store.get(playerRef(batch.batch_id, 'cobywhite')))?.data;
}

const down = () => Promise.reject(new Unavailable('the store', new Error('connection refused')));

it('predicts with every model that can run and writes outcome and rows together', async () => {
  const store = memoryStore();
  const batch = await anOpenBatch(store, [aPlayer('cobywhite')]);

  expect(await handleRequest(worker(store), delivery(batch))).toBe('ack');

  const player = await playerOf(store, batch);
  expect(player).toMatchObject({ status: 'predicted', reason: null, row_count: 3 });
  const rows = player?.rows?.split('\n').map((line) => JSON.parse(line));
  expect(rows?.map((row) => [row.system_id, row.predicted_points, row.confidence_score, row.recommendation])).toEqual([
    ['moving_average', 21.9, 52, 'OVER'],
    ['zone_matchup_v1', 23.3, 52, 'OVER'],
    ['similarity_balanced_v1', 25.1, 65, 'OVER'],
  ]);
});

it.each(['out', 'Out', 'OUT', ' oUt '])(
  'RT-01: acknowledges a player who is "%s" at the first delivery, and counts him',
  async (status) => {
    const store = memoryStore();
    const batch = await anOpenBatch(store, [aPlayer('cobywhite')]);
    const deps = worker(store, { injuryStatuses: async () => new Map([['cobywhite', status]]) });

    expect(await handleRequest(deps, delivery(batch))).toBe('ack');

    expect(await playerOf(store, batch)).toMatchObject({ status: 'skipped', reason: 'player_injury_out', rows: null });
  },
);

it.each([
  ['bad JSON', '{'],
  ['not an object', '17'],
  ['no player_lookup', JSON.stringify({ batch_id: 'b', game_date: '2026-02-05', attempt: 1 })],
  ['an empty player_lookup', JSON.stringify({ batch_id: 'b', game_date: '2026-02-05', player_lookup: '', attempt: 1 })],
  ['an invalid date', JSON.stringify({ batch_id: 'b', game_date: '2026-02-30', player_lookup: 'x', attempt: 1 })],
  ['nothing', ''],
])('RT-03: a message with %s is recorded once and never redelivered', async (_what, body) => {
  const store = memoryStore();
  const deps = worker(store);
  const poison = { messageId: 'm/1', attempt: 1, attributes: {}, body };

  expect(await handleRequest(deps, poison)).toBe('ack');
  expect(await handleRequest(deps, { ...poison, attempt: 2 })).toBe('ack');

  const recorded = await store.query({ collection: POISON_MESSAGES }, {});
  expect(recorded.map(({ data }) => data.message_id)).toEqual(['m/1']);
});

it.each([
  ['no feature row', { input: null }, 'no_features'],
  ['a required feature missing', { input: withoutFeature('points_avg_last_5') }, 'missing_features'],
  ['a value out of range', { input: withFeature('fatigue_score', 140) }, 'invalid_features'],
  ['low quality', { input: JSON.stringify({ ...GOOD_INPUT, quality_score: 60 }) }, 'quality_too_low'],
] as const)('RT-04: %s ends as skipped, which counts as done', async (_what, changed, reason) => {
  const store = memoryStore();
  const batch = await anOpenBatch(store, [aPlayer('cobywhite', changed)]);
  const told: string[] = [];

  expect(await handleRequest(worker(store, { onOutcome: (id) => told.push(id) }), delivery(batch))).toBe('ack');

  expect(await playerOf(store, batch)).toMatchObject({ status: 'skipped', reason });
  expect(told).toEqual([batch.batch_id]);
});

it('RT-10: a failed commit leads to a redelivery, and the player is counted once', async () => {
  const store = memoryStore();
  const batch = await anOpenBatch(store, [aPlayer('cobywhite')]);
  const told: string[] = [];
  const onOutcome = (id: string) => told.push(id);

  expect(await handleRequest(worker({ ...store, update: down }, { onOutcome }), delivery(batch))).toBe('retry');
  expect(await playerOf(store, batch)).toMatchObject({ status: 'requested' });
  expect(await handleRequest(worker(store, { onOutcome }), delivery(batch, { attempt: 2 }))).toBe('ack');

  expect(await playerOf(store, batch)).toMatchObject({ status: 'predicted' });
  expect(told).toHaveLength(1);
});

it('RT-11: any number of redeliveries at once leaves one outcome', async () => {
  const store = memoryStore();
  const batch = await anOpenBatch(store, [aPlayer('cobywhite')]);
  const told: string[] = [];
  const deps = worker(store, { onOutcome: (id) => told.push(id) });

  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => handleRequest(deps, delivery(batch, { attempt: index + 1 }))),
  );

  expect(new Set(answers)).toEqual(new Set(['ack']));
  expect(told).toHaveLength(1);
});

it('RT-19: takes any feature version that has the names, in any order', async () => {
  const store = memoryStore();
  const features = Object.fromEntries(Object.entries({ ...GOOD_INPUT.features, breakout_risk_score: 1 }).reverse());
  const input = JSON.stringify({ ...GOOD_INPUT, feature_version: 'v2_39features', features });
  const batch = await anOpenBatch(store, [aPlayer('cobywhite', { input })]);

  await handleRequest(worker(store), delivery(batch));

  expect(await playerOf(store, batch)).toMatchObject({ status: 'predicted', row_count: 3 });
});

it('RT-20: unreadable injury reports lead to a retry, and to a failed player after the last delivery', async () => {
  const store = memoryStore();
  const batch = await anOpenBatch(store, [aPlayer('cobywhite')]);
  const deps = worker(store, { injuryStatuses: down });

  for (let attempt = 1; attempt < MAX_DELIVERIES; attempt += 1) {
    expect(await handleRequest(deps, delivery(batch, { attempt }))).toBe('retry');
    expect(await playerOf(store, batch)).toMatchObject({ status: 'requested' });
  }
  expect(await handleRequest(deps, delivery(batch, { attempt: MAX_DELIVERIES }))).toBe('ack');

  expect(await playerOf(store, batch)).toMatchObject({ status: 'failed', reason: 'attempts_exhausted' });
});

it('RT-35: when no model can run the player fails with that reason', async () => {
  const store = memoryStore();
  const batch = await anOpenBatch(store, [aPlayer('cobywhite')]);

  expect(await handleRequest(worker(store, { models: () => [broken] }), delivery(batch))).toBe('ack');

  expect(await playerOf(store, batch)).toMatchObject({ status: 'failed', reason: 'all_models_failed' });
});

it('RT-35: a dead letter fails its player', async () => {
  const store = memoryStore();
  const batch = await anOpenBatch(store, [aPlayer('cobywhite')]);

  expect(await handleDeadLetter(worker(store), delivery(batch))).toBe('ack');

  expect(await playerOf(store, batch)).toMatchObject({ status: 'failed', reason: 'unanswered' });
});

it('one model that throws is absent and the others are kept', async () => {
  const store = memoryStore();
  const batch = await anOpenBatch(store, [aPlayer('cobywhite')]);

  await handleRequest(worker(store, { models: () => [broken, ...RULE_MODELS] }), delivery(batch));

  expect(await playerOf(store, batch)).toMatchObject({
    status: 'predicted',
    row_count: 3,
    absent: { broken: 'the model failed: this model always throws' },
  });
});

it('RT-36: a message of a sealed batch is acknowledged before anything is loaded', async () => {
  const store = memoryStore();
  const batch = await anOpenBatch(store, [aPlayer('cobywhite')]);
  await sealBatch({ store, now: () => NOW, audit: aChain() }, batch);
  const deps = worker(store, { injuryStatuses: () => Promise.reject(new Error('nothing may be loaded')) });

  expect(await handleRequest(deps, delivery(batch))).toBe('ack');

  expect(await playerOf(store, batch)).toMatchObject({ status: 'requested' });
});

it('a message of an unknown batch or player is acknowledged', async () => {
  const store = memoryStore();
  const batch = await anOpenBatch(store, []);

  expect(await handleRequest(worker(store), delivery({ ...batch, batch_id: 'batch_2026-01-01_1' }))).toBe('ack');
  expect(await handleRequest(worker(store), delivery(batch))).toBe('ack');
});

it('an answer to an older request is refused after a re-run', async () => {
  const store = memoryStore();
  const batch = await anOpenBatch(store, [aPlayer('cobywhite', { attempt: 2 })]);

  expect(await handleRequest(worker(store), delivery(batch))).toBe('ack');

  expect(await playerOf(store, batch)).toMatchObject({ status: 'requested', attempt: 2 });
});

it('RT-47: a player ruled out between two requests is noticed within the time limit', async () => {
  const store = memoryStore();
  const batch = await anOpenBatch(store, [aPlayer('cobywhite'), aPlayer('mikeconley')]);
  const reports = new Map<string, string>();
  let atMs = 0;
  const injuryStatuses = timedCache({
    ttlMs: 60_000,
    now: () => new Date(atMs),
    keyOf: ({ batch_id }: Pick<OpenBatch, 'batch_id'>) => batch_id,
    load: async () => new Map(reports),
  });
  const deps = worker(store, { injuryStatuses });
  const request = (player: string) => {
    const { batch_id, game_date } = batch;
    return delivery(batch, { body: JSON.stringify({ batch_id, game_date, player_lookup: player, attempt: 1 }) });
  };

  await handleRequest(deps, request('cobywhite'));
  reports.set('mikeconley', 'out');
  atMs = 60_000;
  await handleRequest(deps, request('mikeconley'));

  expect((await store.get(playerRef(batch.batch_id, 'cobywhite')))?.data.status).toBe('predicted');
  expect((await store.get(playerRef(batch.batch_id, 'mikeconley')))?.data.status).toBe('skipped');
});

function withFeature(name: string, value: number): string {
  return JSON.stringify({ ...GOOD_INPUT, features: { ...GOOD_INPUT.features, [name]: value } });
}

function withoutFeature(name: string): string {
  const { [name]: _left, ...features } = GOOD_INPUT.features;
  return JSON.stringify({ ...GOOD_INPUT, features });
}
