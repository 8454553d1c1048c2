import { expect, it } from 'vitest';
import { approvalRef } from '#src/coordination/approvals/approval.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { Announcement } from '#src/pipeline/announcement.ts';
import { advanceBatch } from '#src/pipeline/batch/advance-batch.ts';
import { expireRequests, requestForceComplete } from '#src/pipeline/batch/force-complete.ts';
import { newForceComplete } from '#src/pipeline/batch/force-complete-policy.ts';
import { readBatch } from '#src/pipeline/batch/read-batch.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { instantFromMicros } from '#src/platform/instant.ts';
import { AGENT, ANN } from '../../coordination/identity/actors.ts';
import { aWaitingBatch, contextOf, decide, ONE, predict, requested, TWO } from './a-waiting-batch.ts';

async function cards(store: DocumentStore) {
  const posts = await store.query({ collection: POSTS }, {});
  return posts.map(({ data }) => Announcement.parse(JSON.parse(data.wanted))).filter(({ type }) => type === 'approval');
}

it('three callers share one request, whose card names the missing players', async () => {
  const { deps, batch } = await aWaitingBatch();

  const results = await Promise.all(
    [AGENT, AGENT, AGENT].map((actor) =>
      requestForceComplete(deps, { batchId: batch.batch_id, roles: ONE, auditContext: contextOf(deps, actor) }),
    ),
  );

  expect(new Set(results.map((each) => each.type === 'requested' && each.approval.approval_id)).size).toBe(1);
  expect(await cards(deps.store)).toMatchObject([
    {
      state: 'pending',
      done: 2,
      expected: 3,
      missing: [{ player_name: 'C', reason: 'missing' }],
      requested_by: 'claude-7 for @ann',
    },
  ]);
});

it('a batch without missing players needs no request, because it ends on its own', async () => {
  const { deps, batch } = await aWaitingBatch();
  await predict(deps.store, batch.batch_id, 'c');
  const request = { batchId: batch.batch_id, roles: ONE, auditContext: contextOf(deps, AGENT) };
  expect(await requestForceComplete(deps, request)).toEqual({ type: 'nothing-missing' });
  expect(await cards(deps.store)).toEqual([]);
  await advanceBatch(deps, batch.batch_id);
  expect(await requestForceComplete(deps, request)).toEqual({ type: 'not-open' });
});

it('an approved batch ends as partial, and the card shows the outcome', async () => {
  const { deps, batch } = await aWaitingBatch();
  const approvalId = await requested(deps, batch.batch_id);
  expect((await advanceBatch(deps, batch.batch_id)).type).toBe('waiting');

  await decide(deps, approvalId, { name: 'ann', state: 'approved' });
  await advanceBatch(deps, batch.batch_id);

  expect(await readBatch(deps.store, batch.batch_id)).toMatchObject({
    state: 'done',
    result: 'partial',
    predicted: 2,
    missing: 1,
    completed_count: 2,
    forced_by: 'ann',
  });
  expect(await cards(deps.store)).toMatchObject([
    { state: 'approved', decided_by: 'ann', outcome: '2 of 3 players, partial' },
  ]);
});

it('when ten people decide at once, one decides and the others learn who did', async () => {
  const { deps, batch } = await aWaitingBatch();
  const approvalId = await requested(deps, batch.batch_id);
  const people = Array.from({ length: 10 }, (_, index) => `person${index}`);

  const decided = await Promise.all(people.map((by) => decide(deps, approvalId, { name: by, state: 'approved' })));

  const winners = decided.filter(({ type }) => type === 'decided');
  expect(winners).toHaveLength(1);
  const deciders = decided.map((decision) => (decision.type === 'unknown' ? undefined : decision.approval.decided_by));
  expect(new Set(deciders).size).toBe(1);
});

it('after a cancelled request the batch still waits, and a new request is possible', async () => {
  const { deps, batch } = await aWaitingBatch();
  const approvalId = await requested(deps, batch.batch_id);
  await decide(deps, approvalId, { name: 'bob', state: 'cancelled' });

  expect((await advanceBatch(deps, batch.batch_id)).type).toBe('waiting');
  expect(await requested(deps, batch.batch_id)).not.toBe(approvalId);
});

it('a pending request is overtaken when the batch ends on its own', async () => {
  const { deps, batch } = await aWaitingBatch();
  const approvalId = await requested(deps, batch.batch_id);
  await predict(deps.store, batch.batch_id, 'c');
  await advanceBatch(deps, batch.batch_id);

  expect(await cards(deps.store)).toMatchObject([{ state: 'overtaken', outcome: '3 of 3 players, complete' }]);
  expect(await decide(deps, approvalId, { name: 'ann', state: 'approved' })).toMatchObject({
    type: 'already-decided',
    approval: { state: 'overtaken' },
  });
  expect(await readBatch(deps.store, batch.batch_id)).toMatchObject({ result: 'complete', forced_by: null });
});

it('below 90 % two people are needed, and two clicks of one person count once', async () => {
  const { deps, batch } = await aWaitingBatch();
  const approvalId = await requested(deps, batch.batch_id, TWO);
  const ann = { name: 'ann', state: 'approved' } as const;

  expect((await decide(deps, approvalId, ann)).type).toBe('counted');
  expect((await decide(deps, approvalId, ann)).type).toBe('counted-before');
  expect((await advanceBatch(deps, batch.batch_id)).type).toBe('waiting');
  expect(await cards(deps.store)).toMatchObject([{ state: 'pending', needed: 2, approved_by: ['ann'] }]);
  expect((await decide(deps, approvalId, { name: 'bob', state: 'approved' })).type).toBe('decided');

  await advanceBatch(deps, batch.batch_id);
  expect(await readBatch(deps.store, batch.batch_id)).toMatchObject({ state: 'done', forced_by: 'ann and bob' });
});

it('when ten people approve at once and two are needed, two approvals count', async () => {
  const { deps, batch } = await aWaitingBatch();
  const approvalId = await requested(deps, batch.batch_id, TWO);
  const people = Array.from({ length: 10 }, (_, index) => `person${index}`);
  const decided = await Promise.all(people.map((name) => decide(deps, approvalId, { name, state: 'approved' })));
  const types = decided.map(({ type }) => type).toSorted();
  expect(types).toEqual([...Array(8).fill('already-decided'), 'counted', 'decided']);
});

it('from 90 % on one person is enough, and one cancellation ends a request for two', async () => {
  const { deps, batch } = await aWaitingBatch();
  const now = await deps.store.now();
  const request = { approvalId: 'a', roles: TWO, auditContext: contextOf(deps, ANN), now };
  const needed = [89, 90, 100].map(
    (done) => newForceComplete(batch, { ...request, detail: { done, expected: 100 } }).needed,
  );
  expect(needed).toEqual([2, 1, 1]);

  const approvalId = await requested(deps, batch.batch_id, TWO);
  await decide(deps, approvalId, { name: 'bob', state: 'cancelled' });
  expect(await decide(deps, approvalId, { name: 'ann', state: 'approved' })).toMatchObject({ type: 'already-decided' });
});

it('only people who were allowed at the time of the request may decide', async () => {
  const { deps, batch } = await aWaitingBatch();
  const rule = { ...ONE, approvers: { type: 'listed', names: ['ann'] } } as const;
  const approvalId = await requested(deps, batch.batch_id, rule);
  expect((await decide(deps, approvalId, { name: 'bob', state: 'approved' })).type).toBe('not-allowed');
  expect((await decide(deps, approvalId, { name: 'ann', state: 'approved' })).type).toBe('decided');
});

it('a click on an expired request approves nothing and updates the card', async () => {
  const { deps, batch } = await aWaitingBatch();
  const approvalId = await requested(deps, batch.batch_id);
  await expireNow(deps.store, approvalId);

  expect((await decide(deps, approvalId, { name: 'ann', state: 'approved' })).type).toBe('expired');
  expect(await cards(deps.store)).toMatchObject([{ state: 'expired', decided_by: null }]);
  expect((await advanceBatch(deps, batch.batch_id)).type).toBe('waiting');
  expect(await requested(deps, batch.batch_id)).not.toBe(approvalId);
});

it('a request that nobody decides expires once, and its card shows it', async () => {
  const { deps, batch } = await aWaitingBatch();
  const approvalId = await requested(deps, batch.batch_id);
  expect(await expireRequests(deps, contextOf(deps, ANN))).toEqual([]);
  await expireNow(deps.store, approvalId);
  expect(await expireRequests(deps, contextOf(deps, ANN))).toEqual([approvalId]);
  expect(await expireRequests(deps, contextOf(deps, ANN))).toEqual([]);
  expect(await cards(deps.store)).toMatchObject([{ state: 'expired' }]);
});

it('a new request replaces an expired one, even before the watch has expired it', async () => {
  const { deps, batch } = await aWaitingBatch();
  const approvalId = await requested(deps, batch.batch_id);
  await expireNow(deps.store, approvalId);
  expect(await requested(deps, batch.batch_id)).not.toBe(approvalId);
});

async function expireNow(store: DocumentStore, approvalId: string) {
  await store.transaction(async (transaction) =>
    transaction.update(approvalRef(approvalId), { expires_at: instantFromMicros(1) }),
  );
}

it('approvals from people who lost the role are ignored, and the card does not list them', async () => {
  const { deps, batch } = await aWaitingBatch();
  const approvalId = await requested(deps, batch.batch_id, TWO);
  await decide(deps, approvalId, { name: 'ann', state: 'approved', roles: TWO });
  const withoutAnn = { ...TWO, approvers: { type: 'listed', names: ['bob', 'cleo'] } } as const;

  const second = await decide(deps, approvalId, { name: 'bob', state: 'approved', roles: withoutAnn });

  expect(second).toMatchObject({ type: 'counted', approval: { consents: [{ name: 'bob' }] } });
  expect(await cards(deps.store)).toMatchObject([{ state: 'pending', approved_by: ['bob'] }]);
  const third = await decide(deps, approvalId, { name: 'cleo', state: 'approved', roles: withoutAnn });
  expect(third).toMatchObject({ type: 'decided', approval: { decided_by: 'bob and cleo' } });
});
