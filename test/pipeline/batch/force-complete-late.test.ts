import { describe, expect, it } from 'vitest';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { Announcement } from '#src/pipeline/announcement.ts';
import { advanceBatch } from '#src/pipeline/batch/advance-batch.ts';
import { readBatch } from '#src/pipeline/batch/read-batch.ts';
import { sealBatch } from '#src/pipeline/batch/seal-batch.ts';
import { playerRef } from '#src/pipeline/player/player-document.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { aWaitingBatch, decide, predict, requested, TWO } from './a-waiting-batch.ts';

async function cardOf(store: DocumentStore) {
  const posts = await store.query({ collection: POSTS }, {});
  const all = posts.map(({ data }) => Announcement.parse(JSON.parse(data.wanted)));
  const card = all.find(({ type }) => type === 'approval');
  if (card?.type !== 'approval') throw new Error('there is no card');
  return card;
}

async function openBatch(store: DocumentStore, batchId: string) {
  const batch = await readBatch(store, batchId);
  if (batch?.state !== 'open') throw new Error(`${batchId} is not open`);
  return batch;
}

describe('a force-complete request while its batch advances', () => {
  it('a second caller gets the approved request, so that nobody can undo the approval before the batch ends', async () => {
    const { deps, batch } = await aWaitingBatch();
    const approvalId = await requested(deps, batch.batch_id);
    await decide(deps, approvalId, { name: 'ann', state: 'approved' });

    expect(await requested(deps, batch.batch_id)).toBe(approvalId);
    await advanceBatch(deps, batch.batch_id);
    expect(await readBatch(deps.store, batch.batch_id)).toMatchObject({ state: 'done', forced_by: 'ann' });
  });

  it('when the batch is sealed without approval, the request is overtaken at once and a later click decides nothing', async () => {
    const { deps, batch } = await aWaitingBatch();
    const approvalId = await requested(deps, batch.batch_id);
    await predict(deps.store, batch.batch_id, 'c');
    await sealBatch(deps, await openBatch(deps.store, batch.batch_id));

    expect(await cardOf(deps.store)).toMatchObject({ state: 'overtaken', outcome: null });
    const late = await decide(deps, approvalId, { name: 'ann', state: 'approved' });
    expect(late).toMatchObject({ type: 'already-decided', approval: { state: 'overtaken' } });
    await advanceBatch(deps, batch.batch_id);
    expect(await cardOf(deps.store)).toMatchObject({ state: 'overtaken', outcome: '3 of 3 players, complete' });
  });

  it('the card shows the current counts of the batch', async () => {
    const { deps, batch } = await aWaitingBatch();
    const more = await requested(deps, batch.batch_id);
    await advanceBatch(deps, batch.batch_id);
    await requestAgain(deps.store, batch.batch_id, 'b');
    await advanceBatch(deps, batch.batch_id);

    expect(await cardOf(deps.store)).toMatchObject({ approval_id: more, done: 1, missing_total: 2, state: 'pending' });
  });

  it('a re-run after the request raises the number of people it needs', async () => {
    const { deps, batch } = await aWaitingBatch(10);
    const approvalId = await requested(deps, batch.batch_id, TWO);
    expect(await cardOf(deps.store)).toMatchObject({ done: 9, needed: 1 });
    await requestAgain(deps.store, batch.batch_id, 'b');

    const first = await decide(deps, approvalId, { name: 'ann', state: 'approved', roles: TWO });
    expect(first).toMatchObject({ type: 'counted', approval: { needed: 2 } });
    expect(await cardOf(deps.store)).toMatchObject({ needed: 2, approved_by: ['ann'], state: 'pending' });
    const second = await decide(deps, approvalId, { name: 'bob', state: 'approved', roles: TWO });
    expect(second.type).toBe('decided');
  });

  it('players who complete after the request do not lower the number of people it needs', async () => {
    const { deps, batch } = await aWaitingBatch(10);
    await requestAgain(deps.store, batch.batch_id, 'a');
    const approvalId = await requested(deps, batch.batch_id, TWO);
    await predict(deps.store, batch.batch_id, 'a');
    expect((await decide(deps, approvalId, { name: 'ann', state: 'approved', roles: TWO })).type).toBe('counted');
  });
});

describe('the people who approve', () => {
  it('are identified by their ids: two people may share a name, and one person may use two names', async () => {
    const { deps, batch } = await aWaitingBatch();
    const approvalId = await requested(deps, batch.batch_id, TWO);
    const sam = { name: 'sam', id: 'U1', state: 'approved' } as const;
    expect((await decide(deps, approvalId, sam)).type).toBe('counted');
    expect((await decide(deps, approvalId, { ...sam, name: 'samuel' })).type).toBe('counted-before');
    expect((await decide(deps, approvalId, { ...sam, id: 'U2' })).type).toBe('decided');
  });

  it('are matched by name where an id is missing', async () => {
    const { deps, batch } = await aWaitingBatch();
    const approvalId = await requested(deps, batch.batch_id, TWO);
    expect((await decide(deps, approvalId, { name: 'sam', id: 'U1', state: 'approved' })).type).toBe('counted');
    expect((await decide(deps, approvalId, { name: 'sam', state: 'approved' })).type).toBe('counted-before');
  });
});

async function requestAgain(store: DocumentStore, batchId: string, playerLookup: string) {
  const ref = playerRef(batchId, playerLookup);
  await store.transaction(async (transaction) => transaction.update(ref, { status: 'requested' }));
}
