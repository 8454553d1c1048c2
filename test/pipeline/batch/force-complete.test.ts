import { expect, it } from 'vitest';
import { POSTS } from '#src/coordination/posts/post.ts';
import { advanceBatch } from '#src/pipeline/batch/advance-batch.ts';
import type { BatchDeps } from '#src/pipeline/batch/batch-deps.ts';
import { readBatch } from '#src/pipeline/batch/change-batch.ts';
import { decideForceComplete, requestForceComplete } from '#src/pipeline/batch/force-complete.ts';
import { playerRef } from '#src/pipeline/player/player-document.ts';
import { predictPlayer } from '#src/pipeline/player/predict-player.ts';
import { recordOutcome } from '#src/pipeline/player/record-outcome.ts';
import { Announcement } from '#src/pipeline/results/announcement.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { RULE_MODELS } from '#test/pipeline/models/rule-models.ts';
import { pipelineStores } from '../pipeline-stores.ts';
import { aPlayer } from '../player/a-player.ts';
import { anOpenBatch } from './an-open-batch.ts';

async function predict(store: DocumentStore, batchId: string, playerLookup: string) {
  const found = await store.get(playerRef(batchId, playerLookup));
  if (found === undefined) throw new Error(`${playerLookup} is not in ${batchId}`);
  const { outcome } = predictPlayer(
    { batchId, mode: 'RETRY', player: found.data, injuryStatus: undefined },
    RULE_MODELS,
  );
  await recordOutcome(store, { batchId, playerLookup, attempt: 1, outcome });
}

/** A batch that waits for `c`: `a` and `b` are predicted. */
async function aWaitingBatch() {
  const deps = await pipelineStores();
  const batch = await anOpenBatch(deps.store, [aPlayer('a'), aPlayer('b'), aPlayer('c')]);
  await predict(deps.store, batch.batch_id, 'a');
  await predict(deps.store, batch.batch_id, 'b');
  return { deps, batch };
}

async function requested(deps: BatchDeps, batchId: string): Promise<string> {
  const approval = await requestForceComplete(deps, batchId, 'ann');
  if (approval === undefined) throw new Error(`${batchId} is not open`);
  return approval.approval_id;
}

async function cards(store: DocumentStore) {
  const posts = await store.query({ collection: POSTS }, {});
  return posts.map(({ data }) => Announcement.parse(JSON.parse(data.wanted))).filter(({ type }) => type === 'approval');
}

it('asks with a card that says who is missing, and asks once', async () => {
  const { deps, batch } = await aWaitingBatch();

  const asked = await Promise.all(
    ['agent 7', 'agent 7', 'agent 7'].map((by) => requestForceComplete(deps, batch.batch_id, by)),
  );

  expect(new Set(asked.map((approval) => approval?.approval_id)).size).toBe(1);
  expect(await cards(deps.store)).toMatchObject([
    {
      state: 'pending',
      done: 2,
      expected: 3,
      missing: [{ player_name: 'C', reason: 'missing' }],
      requested_by: 'agent 7',
    },
  ]);
});

it('approved, the batch ends partial with those it has, and the card says so', async () => {
  const { deps, batch } = await aWaitingBatch();
  const approvalId = await requested(deps, batch.batch_id);
  expect((await advanceBatch(deps, batch.batch_id)).type).toBe('waiting');

  await decideForceComplete(deps, { approvalId, state: 'approved', by: 'ann' });
  await advanceBatch(deps, batch.batch_id);

  expect(await readBatch(deps.store, batch.batch_id)).toMatchObject({
    state: 'done',
    result: 'partial',
    predicted: 2,
    missing: 1,
    completed_count: 2,
    forced_by: 'ann',
  });
  expect(await cards(deps.store)).toMatchObject([{ state: 'approved', decided_by: 'ann', outcome: '2 of 3, partial' }]);
});

it('ten people decide at once: one decision, and the others are told whose', async () => {
  const { deps, batch } = await aWaitingBatch();
  const approvalId = await requested(deps, batch.batch_id);
  const people = Array.from({ length: 10 }, (_, index) => `person${index}`);

  const decided = await Promise.all(
    people.map((by) => decideForceComplete(deps, { approvalId, state: 'approved', by })),
  );

  const winners = decided.filter(({ type }) => type === 'decided');
  expect(winners).toHaveLength(1);
  const deciders = decided.map((decision) => (decision.type === 'unknown' ? undefined : decision.approval.decided_by));
  expect(new Set(deciders).size).toBe(1);
});

it('cancelled, the batch goes on waiting and may be asked for again', async () => {
  const { deps, batch } = await aWaitingBatch();
  const approvalId = await requested(deps, batch.batch_id);
  await decideForceComplete(deps, { approvalId, state: 'cancelled', by: 'bob' });

  expect((await advanceBatch(deps, batch.batch_id)).type).toBe('waiting');
  expect(await requested(deps, batch.batch_id)).not.toBe(approvalId);
});

it('a request that nobody decided is overtaken when the batch ends by itself', async () => {
  const { deps, batch } = await aWaitingBatch();
  const approvalId = await requested(deps, batch.batch_id);
  await predict(deps.store, batch.batch_id, 'c');
  await advanceBatch(deps, batch.batch_id);

  expect(await cards(deps.store)).toMatchObject([{ state: 'overtaken', outcome: '3 of 3, complete' }]);
  expect(await decideForceComplete(deps, { approvalId, state: 'approved', by: 'ann' })).toMatchObject({
    type: 'already-decided',
    approval: { state: 'overtaken' },
  });
  expect(await readBatch(deps.store, batch.batch_id)).toMatchObject({ result: 'complete', forced_by: null });
});
