import fc from 'fast-check';
import { expect, it } from 'vitest';
import { advanceBatch } from '#src/pipeline/batch/advance-batch.ts';
import type { BatchDeps } from '#src/pipeline/batch/batch-deps.ts';
import { countOutcomes, totalPlayers } from '#src/pipeline/batch/count-outcomes.ts';
import { readBatch } from '#src/pipeline/batch/read-batch.ts';
import { rerunPlayers } from '#src/pipeline/batch/rerun-players.ts';
import { sealBatch } from '#src/pipeline/batch/seal-batch.ts';
import { stagedLines } from '#src/pipeline/batch/staged-lines.ts';
import { UNKNOWN_BUILD } from '#src/pipeline/player/format-provenance.ts';
import { handleDeadLetter } from '#src/pipeline/player/handle-dead-letter.ts';
import { handleRequest, type WorkerDeps } from '#src/pipeline/player/handle-request.ts';
import { playersOf } from '#src/pipeline/player/player-document.ts';
import type { OutgoingMessage } from '#src/platform/queue.ts';
import { RULE_MODELS } from '#test/pipeline/models/rule-models.ts';
import { aChain, aTrail } from '../../coordination/audit/a-chain.ts';
import { memoryStore, NOW, PRICING, silentLog, temporaryWarehouse } from '../pipeline-stores.ts';
import { aPlayer } from '../player/a-player.ts';
import { anOpenBatch } from './an-open-batch.ts';

const PLAYERS = ['a', 'b', 'c', 'd'];
const MAX_DELIVERIES = 3;

const player = fc.constantFrom(...PLAYERS);
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('deliver' as const),
      message: fc.nat(20),
      attempt: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('dead-letter' as const), message: fc.nat(20) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('store-down' as const),
      message: fc.nat(20),
      attempt: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('rerun' as const), player }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('stray' as const), player }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('seal' as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('advance' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** A slate of four players. Its messages are kept in a list, to be delivered in any order, any number of times. */
async function aSlate(warehouse: BatchDeps['warehouse']) {
  const store = memoryStore();
  const messages: OutgoingMessage[] = [];
  const queue: BatchDeps['queue'] = {
    maxDeliveries: MAX_DELIVERIES,
    publish: async (more) => void messages.push(...more),
    consume: async () => ({ stop: async () => undefined }),
    consumeDeadLetters: async () => ({ stop: async () => undefined }),
    close: async () => undefined,
  };
  const deps: BatchDeps = {
    store,
    warehouse,
    queue,
    log: silentLog,
    now: () => NOW,
    pricing: PRICING,
    newId: () => 'id',
    audit: aChain(),
  };
  const worker: WorkerDeps = {
    store,
    models: () => RULE_MODELS,
    build: UNKNOWN_BUILD,
    breakers: { suspended: () => new Map(), observe: () => undefined },
    log: silentLog,
    openBatch: async (id) => {
      const batch = await readBatch(store, id);
      return batch?.state === 'open' ? batch : undefined;
    },
    injuryStatuses: async () => new Map([['d', 'out']]),
    maxDeliveries: MAX_DELIVERIES,
    onOutcome: () => undefined,
    recordDelivery: () => undefined,
    auditContext: aTrail(),
    peopleToCall: [],
    onLate: async () => undefined,
  };
  const batch = await anOpenBatch(
    store,
    PLAYERS.map((lookup) => aPlayer(lookup)),
  );
  for (const lookup of PLAYERS) messages.push({ body: requestOf(batch.batch_id, lookup, 1), attributes: {} });
  return { deps, worker, messages, batch };
}

type Slate = Awaited<ReturnType<typeof aSlate>>;

function requestOf(batch_id: string, player_lookup: string, attempt: number): string {
  return JSON.stringify({ batch_id, game_date: '2026-02-05', player_lookup, attempt });
}

function delivery(slate: Slate, index: number, attempt = 1) {
  const message = slate.messages[index % slate.messages.length];
  return { messageId: `m${index}`, attempt, attributes: {}, body: message?.body ?? '' };
}

async function take(slate: Slate, taken: Step): Promise<void> {
  const { deps, worker, batch } = slate;
  switch (taken.type) {
    case 'deliver':
      await handleRequest(worker, delivery(slate, taken.message, taken.attempt));
      break;
    case 'dead-letter':
      await handleDeadLetter({ ...worker, store: deps.store }, delivery(slate, taken.message));
      break;
    case 'store-down': {
      const down = { ...worker, injuryStatuses: () => Promise.reject(new Error('down')) };
      await handleRequest(down, delivery(slate, taken.message, taken.attempt));
      break;
    }
    case 'stray':
      await handleRequest(worker, { ...delivery(slate, 0), body: requestOf(batch.batch_id, taken.player, 99) });
      break;
    case 'rerun': {
      const current = await readBatch(deps.store, batch.batch_id);
      if (current?.state === 'open')
        await rerunPlayers(deps, {
          batch: current,
          playerLookups: [taken.player],
          asOf: current.as_of,
          auditContext: aTrail(),
        });
      break;
    }
    case 'seal': {
      const current = await readBatch(deps.store, batch.batch_id);
      if (current?.state === 'open') await sealBatch(deps, current);
      break;
    }
    case 'advance':
      await countsOnly(slate);
      break;
  }
}

/** Advances an open batch that still waits. The consolidation has its own tests. */
async function countsOnly({ deps, batch }: Slate): Promise<void> {
  const requested = await deps.store.count(playersOf(batch.batch_id), [['status', '==', 'requested']]);
  if (requested > 0 && (await readBatch(deps.store, batch.batch_id))?.state === 'open')
    await advanceBatch(deps, batch.batch_id);
}

it('RT-11: any interleaving of duplicates, strays, late answers, re-runs and seals counts every player once', async () => {
  const warehouse = await temporaryWarehouse();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const slate = await aSlate(warehouse);
      const { store } = slate.deps;
      const batchId = slate.batch.batch_id;
      for (const taken of steps) await take(slate, taken);

      const open = await readBatch(store, batchId);
      if (open?.state === 'open') await sealBatch(slate.deps, open);
      const sealed = await readBatch(store, batchId);
      if (sealed?.state !== 'consolidating') throw new Error(`the batch is ${sealed?.state}`);
      const before = await Array.fromAsync(stagedLines(store, sealed));
      for (const [index] of slate.messages.entries()) await handleRequest(slate.worker, delivery(slate, index));
      const after = await Array.fromAsync(stagedLines(store, sealed));
      const tally = await countOutcomes(store, batchId, sealed.sealed_at);

      expect(after).toEqual(before);
      expect(tally.predicted + totalPlayers(tally.skipped) + totalPlayers(tally.failed) + tally.missing).toBe(
        PLAYERS.length,
      );
      expect(before.flatMap((lines) => lines.split('\n')).filter((line) => line.includes('"predicted"'))).toHaveLength(
        tally.predicted * RULE_MODELS.length,
      );
      const players = await store.query(playersOf(batchId), { texts: ['rows'] });
      for (const { data } of players) expect(data.rows !== null).toBe(data.status === 'predicted');
    }),
    { numRuns: 60 },
  );
});
