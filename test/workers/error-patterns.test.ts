import { expect, it } from 'vitest';
import { INCIDENTS } from '#src/coordination/incidents/incident.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import type { BatchDeps } from '#src/pipeline/batch/batch-deps.ts';
import { checkDeliveries } from '#src/pipeline/deliveries/check-deliveries.ts';
import { DELIVERY_COUNTS } from '#src/pipeline/deliveries/delivery-counts.ts';
import { deliveryTally } from '#src/pipeline/deliveries/delivery-tally.ts';
import { playerRef } from '#src/pipeline/player/player-document.ts';
import { recordOutcome } from '#src/pipeline/player/record-outcome.ts';
import type { DocumentRef, DocumentStore, Written } from '#src/platform/document-store.ts';
import { inProcessQueue } from '#src/platform/embedded/in-process-queue.ts';
import { anOpenBatch } from '../pipeline/batch/an-open-batch.ts';
import { NOW, pipelineStores, silentLog } from '../pipeline/pipeline-stores.ts';
import { aPlayer } from '../pipeline/player/a-player.ts';
import { aRunner } from './a-runner.ts';

const MINUTE_MS = 60_000;
const LOCKED = new Error('the row is locked');

async function incidentsOf({ store }: Pick<BatchDeps, 'store'>) {
  return (await store.query({ collection: INCIDENTS }, {})).map(({ data }) => data);
}

/**
 * A store in which the named players' predictions cannot be written: not by an update, and not in the transaction that
 * replaces a failure.
 */
function refusing(store: DocumentStore, lookups: readonly string[]): DocumentStore {
  const isRefused = <T extends object>({ collection, id }: DocumentRef<T>, fields: Partial<Written<T>>) =>
    collection.name === 'players' && lookups.includes(id) && 'rows' in fields && fields.rows !== null;
  return {
    ...store,
    update: (ref, fields, version) =>
      isRefused(ref, fields) ? Promise.reject(LOCKED) : store.update(ref, fields, version),
    transaction: (work) =>
      store.transaction((transaction) =>
        work({
          ...transaction,
          update: (ref, fields) => {
            if (isRefused(ref, fields)) throw LOCKED;
            transaction.update(ref, fields);
          },
        }),
      ),
  };
}

/** Stores with a clock that the test moves, and a queue that delivers again at once. */
async function aNight() {
  const clock = { now: NOW };
  const queue = inProcessQueue({ log: silentLog, backoffMs: { first: 1, cap: 1 } });
  const deps = { ...(await pipelineStores()), queue, now: () => clock.now };
  const check = () => checkDeliveries({ ...deps, peopleToCall: ['U1'] });
  const pass = (minutes: number) => {
    clock.now = new Date(clock.now.getTime() + minutes * MINUTE_MS);
  };
  return { deps, check, pass };
}

it('RT-43: a player whose request fails again and again opens one incident, also in a batch shorter than a minute', async () => {
  const { deps, check, pass } = await aNight();
  const lookups = Array.from({ length: 60 }, (_, index) => `p${index}`);
  const batch = await anOpenBatch(
    deps.store,
    lookups.map((lookup) => aPlayer(lookup)),
  );
  for (const lookup of lookups) {
    const body = JSON.stringify({
      batch_id: batch.batch_id,
      game_date: '2026-02-05',
      player_lookup: lookup,
      attempt: 1,
    });
    await deps.queue.publish([{ body, attributes: {} }]);
  }
  const ended = await aRunner({ ...deps, store: refusing(deps.store, ['p7']) }).run(batch.batch_id);
  expect(ended).toMatchObject({ state: 'done', failed: { attempts_exhausted: 1 } });
  expect((await deps.store.get(playerRef(batch.batch_id, 'p7')))?.data).toMatchObject({
    deliveries: 5,
    last_error: 'the row is locked',
  });
  expect(await incidentsOf(deps)).toMatchObject([
    { key: 'prediction-errors', state: 'open', detail: expect.stringContaining('"P7" (') },
  ]);

  pass(14);
  await check();
  expect(await incidentsOf(deps)).toMatchObject([{ state: 'open', reports: 2, mentions: ['U1'] }]);
  pass(2);
  await check();
  expect(await incidentsOf(deps)).toMatchObject([{ state: 'resolved', resolved_by: null }]);
});

it('a batch without errors opens no incident, and its 500 deliveries are counted in one document', async () => {
  const { deps, check } = await aNight();
  const lookups = Array.from({ length: 500 }, (_, index) => `p${index}`);
  const batch = await anOpenBatch(
    deps.store,
    lookups.map((lookup) => aPlayer(lookup)),
  );
  await aRunner(deps).run(batch.batch_id);
  const tallies = await deps.store.query({ collection: DELIVERY_COUNTS }, {});
  await check();
  expect(await incidentsOf(deps)).toEqual([]);
  expect(tallies.length).toBeLessThanOrEqual(1);
});

/** A tally of its own, as of one process, with requests of one batch. */
async function aTally() {
  const night = await aNight();
  const tally = deliveryTally(night.deps);
  const batch = await anOpenBatch(night.deps.store, [aPlayer('a'), aPlayer('b')]);
  const batchId = batch.batch_id;
  const ok = () => tally.record({ batchId, class: 'ok', reason: null, unanswered: null });
  const fail = (deliveries: number) =>
    tally.record({
      batchId,
      class: 'transient',
      reason: 'timeout',
      unanswered: { playerLookup: 'a', attempt: 1, deliveries },
    });
  return { ...night, tally, batchId, ok, fail };
}

it('RT-43: many transient deliveries of different players open the incident, and good deliveries resolve it', async () => {
  const { deps, check, tally, batchId, ok, fail, pass } = await aTally();
  for (let times = 0; times < 17; times += 1) ok();
  for (let times = 0; times < 3; times += 1) fail(1);
  expect(await tally.save()).toBe('errors');
  const outcome = { status: 'skipped', reason: 'no_features' } as const;
  await recordOutcome(deps.store, { batchId, playerLookup: 'a', attempt: 1, outcome });
  await check();
  expect(await incidentsOf(deps)).toMatchObject([{ title: 'Many prediction requests fail', state: 'open' }]);
  pass(1);
  for (let times = 0; times < 20; times += 1) ok();
  expect(await tally.save()).toBe('quiet');
  await check();
  expect(await incidentsOf(deps)).toMatchObject([{ state: 'resolved', resolved_by: null }]);
  const cards = (await deps.store.query({ collection: POSTS }, {})).map(({ data }) => JSON.parse(data.wanted));
  expect(cards.filter(({ type }) => type === 'incident')).toHaveLength(1);
});

it.each([
  ['predicted or skipped in the end', { status: 'skipped', reason: 'no_features' }],
  ['skipped by a person', { status: 'skipped', reason: 'skipped_by_person' }],
] as const)('a retry loop has ended when its player was %s', async (_what, outcome) => {
  const { deps, check, tally, batchId, fail } = await aTally();
  for (const deliveries of [1, 2, 3]) fail(deliveries);
  await tally.save();
  await check();
  expect(await incidentsOf(deps)).toMatchObject([{ state: 'open' }]);
  await recordOutcome(deps.store, { batchId, playerLookup: 'a', attempt: 1, outcome });
  await check();
  expect(await incidentsOf(deps)).toMatchObject([{ state: 'resolved' }]);
});

it('failed deliveries of a request before a re-run do not count for the new request', async () => {
  const { deps, check, tally, batchId, fail } = await aTally();
  for (const deliveries of [1, 2, 3]) fail(deliveries);
  await tally.save();
  const found = await deps.store.get(playerRef(batchId, 'a'));
  if (found === undefined) throw new Error('the player is not there');
  await deps.store.update(playerRef(batchId, 'a'), { attempt: 2 }, found.version);
  await check();
  expect(await incidentsOf(deps)).toEqual([]);
});

it('deliveries are counted also when the queue numbers each of them 1', async () => {
  const { deps, check, tally, fail } = await aTally();
  for (let times = 0; times < 3; times += 1) fail(1);
  await tally.save();
  await check();
  expect(await incidentsOf(deps)).toMatchObject([{ detail: expect.stringContaining('"A" (3 deliveries, still open') }]);
});

it('errors with a different text for every player keep the document small', async () => {
  const { deps, tally, batchId } = await aTally();
  for (let index = 0; index < 1_000; index += 1) {
    const unanswered = { playerLookup: `p${index}`, attempt: 1, deliveries: 1 + (index % 5) };
    tally.record({ batchId, class: 'transient', reason: `row ${index} is locked`, unanswered });
  }
  await tally.save();
  const [saved] = await deps.store.query({ collection: DELIVERY_COUNTS }, {});
  expect(saved?.data.counts.reduce((sum, { deliveries }) => sum + deliveries, 0)).toBe(1_000);
  expect(saved?.data.counts.length).toBeLessThanOrEqual(41);
  expect(saved?.data.repeated.every(({ deliveries }) => deliveries === 5)).toBe(true);
});

it('counts that could not be saved are saved with the next ones', async () => {
  const { deps, batchId } = await aTally();
  const night: { store: 'down' | 'up'; at: number } = { store: 'down', at: NOW.getTime() };
  const create: DocumentStore['create'] = (ref, data) =>
    night.store === 'down' ? Promise.reject(LOCKED) : deps.store.create(ref, data);
  const tally = deliveryTally({ ...deps, store: { ...deps.store, create }, now: () => new Date(night.at) });
  const ok = { batchId, class: 'ok', reason: null, unanswered: null } as const;
  tally.record(ok);
  await expect(tally.save()).rejects.toThrow(LOCKED);
  night.store = 'up';
  night.at += MINUTE_MS;
  tally.record(ok);
  await tally.save();
  const saved = await deps.store.query({ collection: DELIVERY_COUNTS }, {});
  expect(saved.flatMap(({ data }) => data.counts.map(({ deliveries }) => deliveries))).toEqual([1, 1]);
});
