import { describe, expect, it } from 'vitest';
import { approvalRef } from '#src/coordination/approvals/approval.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { Announcement } from '#src/pipeline/announcement.ts';
import { advanceBatch } from '#src/pipeline/batch/advance-batch.ts';
import { countOutcomes } from '#src/pipeline/batch/count-outcomes.ts';
import { readBatch } from '#src/pipeline/batch/read-batch.ts';
import { rerunPlayers } from '#src/pipeline/batch/rerun-players.ts';
import { startBatch } from '#src/pipeline/batch/start-batch.ts';
import { playerRef } from '#src/pipeline/player/player-document.ts';
import { recordOutcome } from '#src/pipeline/player/record-outcome.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { aTrail } from '../../coordination/audit/a-chain.ts';
import { aRunner } from '../../workers/a-runner.ts';
import { NOW, temporaryWarehouse } from '../pipeline-stores.ts';
import { aWaitingBatch, decide, predict, requested } from './a-waiting-batch.ts';

const APPROVED = { name: 'ann', state: 'approved' } as const;
const FAILED = { status: 'failed', reason: 'all_models_failed' } as const;
const SKIPPED = { status: 'skipped', reason: 'no_features' } as const;

async function cardOf(store: DocumentStore) {
  const posts = await store.query({ collection: POSTS }, {});
  return posts.map(({ data }) => Announcement.parse(JSON.parse(data.wanted))).find(({ type }) => type === 'approval');
}

describe('the last approval', () => {
  it('seals the batch in its own transaction, and later outcomes are late', async () => {
    const { deps, batch } = await aWaitingBatch();
    await decide(deps, await requested(deps, batch.batch_id), APPROVED);

    expect(await readBatch(deps.store, batch.batch_id)).toMatchObject({ state: 'consolidating', forced_by: 'ann' });
    expect(await cardOf(deps.store)).toMatchObject({ state: 'approved', done: 2, missing_total: 1 });
    await predict(deps.store, batch.batch_id, 'c');
    await advanceBatch(deps, batch.batch_id);
    expect(await readBatch(deps.store, batch.batch_id)).toMatchObject({ predicted: 2, missing: 1 });
    expect(await cardOf(deps.store)).toMatchObject({ done: 2, missing_total: 1, missing: [{ player_name: 'C' }] });
  });

  it('publishes what its card counted, even if an outcome arrives while it commits', async () => {
    const { deps, batch } = await aWaitingBatch();
    const approvalId = await requested(deps, batch.batch_id);
    const store: DocumentStore = {
      ...deps.store,
      transaction: (run) =>
        deps.store.transaction(async (transaction) => {
          const result = await run(transaction);
          await predict(deps.store, batch.batch_id, 'c');
          return result;
        }),
    };
    await decide({ ...deps, store }, approvalId, APPROVED);
    await advanceBatch(deps, batch.batch_id);

    expect(await cardOf(deps.store)).toMatchObject({ done: 2, outcome: '2 of 3 players, partial' });
    expect(await readBatch(deps.store, batch.batch_id)).toMatchObject({ predicted: 2, missing: 1 });
  });

  it('is refused as outdated when fewer players are done than the card showed', async () => {
    const { deps, batch } = await aWaitingBatch();
    const approvalId = await requested(deps, batch.batch_id);
    const ref = playerRef(batch.batch_id, 'a');
    await deps.store.transaction(async (transaction) => transaction.update(ref, { status: 'requested' }));

    expect(await decide(deps, approvalId, APPROVED)).toMatchObject({ type: 'shown-before', approval: { edition: 2 } });
    expect(await cardOf(deps.store)).toMatchObject({ state: 'pending', done: 1, missing_total: 2, edition: 2 });
    expect((await decide(deps, approvalId, { ...APPROVED, edition: 2 })).type).toBe('decided');
  });

  it('keeps the failures it counted: a worker cannot replace them after the seal', async () => {
    const { deps, batch } = await aWaitingBatch();
    const answer = { batchId: batch.batch_id, playerLookup: 'c', attempt: 1 };
    await recordOutcome(deps.store, { ...answer, outcome: FAILED });
    const ref = playerRef(batch.batch_id, 'a');
    await deps.store.transaction(async (transaction) => transaction.update(ref, { status: 'requested' }));
    await decide(deps, await requested(deps, batch.batch_id), APPROVED);
    expect(await recordOutcome(deps.store, { ...answer, outcome: SKIPPED })).toBe('refused');
    const sealed = await readBatch(deps.store, batch.batch_id);
    if (sealed?.state !== 'consolidating') throw new Error('the batch is not sealed');
    const counts = await countOutcomes(deps.store, batch.batch_id, sealed.sealed_at);
    expect(counts).toMatchObject({ predicted: 1, failed: { all_models_failed: 1 }, missing: 1 });
  });

  it('of an earlier release, which did not seal, is carried out before anything is republished', async () => {
    const { deps, batch } = await aWaitingBatch();
    const approval = approvalRef(await requested(deps, batch.batch_id));
    await deps.store.transaction(async (transaction) =>
      transaction.update(approval, { state: 'approved', decided_by: 'ann' }),
    );
    expect(await aRunner(deps).run(batch.batch_id)).toMatchObject({ predicted: 2, missing: 1, forced_by: 'ann' });
  });
});

it('of a re-run of a finished batch and a new batch of its date at the same moment, one is refused', async () => {
  const warehouse = await temporaryWarehouse();
  for (let round = 0; round < 10; round += 1) {
    const { deps, batch } = await aWaitingBatch(3, warehouse);
    await decide(deps, await requested(deps, batch.batch_id), APPROVED);
    await advanceBatch(deps, batch.batch_id);
    const done = await readBatch(deps.store, batch.batch_id);
    if (done === undefined) throw new Error('the batch is gone');
    const { game_date: gameDate, as_of: asOf, mode } = batch;
    const auditContext = aTrail();
    const rerun = () => rerunPlayers(deps, { batch: done, playerLookups: ['a'], asOf, auditContext });
    const start = () => startBatch(deps.store, { gameDate, asOf, mode, now: NOW, auditContext: aTrail() });
    const started = round % 2 === 0 ? [rerun(), start()] : [start(), rerun()];
    const types = (await Promise.all(started)).map(({ type }) => type).toSorted();
    expect([
      ['refused', 'started'],
      ['already-open', 'next-generation'],
    ]).toContainEqual(types);
  }
});
