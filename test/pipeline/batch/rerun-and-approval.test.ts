import { describe, expect, it } from 'vitest';
import { type Approval, approvalRef, type Consent } from '#src/coordination/approvals/approval.ts';
import { AUDIT_RECORDS } from '#src/coordination/audit/audit-record.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { Announcement } from '#src/pipeline/announcement.ts';
import { advanceBatch } from '#src/pipeline/batch/advance-batch.ts';
import type { BatchDeps } from '#src/pipeline/batch/batch-deps.ts';
import { readBatch } from '#src/pipeline/batch/read-batch.ts';
import { rerunPlayers } from '#src/pipeline/batch/rerun-players.ts';
import { type RerunRuling, rerunPolicy } from '#src/pipeline/batch/rerun-policy.ts';
import { sealBatch } from '#src/pipeline/batch/seal-batch.ts';
import type { PlayerStatus } from '#src/pipeline/player/outcome.ts';
import { playerRef } from '#src/pipeline/player/player-document.ts';
import { instantFromMicros } from '#src/platform/instant.ts';
import { aTrail } from '../../coordination/audit/a-chain.ts';
import { temporaryWarehouse } from '../pipeline-stores.ts';
import { aWaitingBatch, decide, predict, requested, TWO } from './a-waiting-batch.ts';

describe('a re-run between an approval and the end of the batch', () => {
  it('is refused, so that the batch publishes what people approved', async () => {
    const { deps, batch } = await aWaitingBatch();
    await decide(deps, await requested(deps, batch.batch_id), { name: 'ann', state: 'approved' });

    expect(await rerun(deps, batch.batch_id, ['a'])).toEqual({ type: 'refused', because: 'approved', by: 'ann' });
    expect(await statusOf(deps, batch.batch_id, 'a')).toBe('predicted');
    await advanceBatch(deps, batch.batch_id);
    expect(await readBatch(deps.store, batch.batch_id)).toMatchObject({ predicted: 2, missing: 1, forced_by: 'ann' });
  });

  it('is possible while the request is pending or cancelled', async () => {
    const { deps, batch } = await aWaitingBatch();
    const approvalId = await requested(deps, batch.batch_id);
    expect(await rerun(deps, batch.batch_id, ['a'])).toEqual({ type: 'requested', players: 1 });
    await decide(deps, approvalId, { name: 'ann', state: 'cancelled' });
    expect(await rerun(deps, batch.batch_id, ['b'])).toEqual({ type: 'requested', players: 1 });
  });

  it('at the same moment as the approval is either refused or counted by the approval', async () => {
    const warehouse = await temporaryWarehouse();
    for (let round = 0; round < 10; round += 1) {
      const { deps, batch } = await aWaitingBatch(10, warehouse);
      const approvalId = await requested(deps, batch.batch_id, TWO);
      const approval = { name: 'ann', state: 'approved', roles: TWO } as const;
      const approve = () => decide(deps, approvalId, approval);
      const again = () => rerun(deps, batch.batch_id, ['a', 'b']);
      const [one, other] = round % 2 === 0 ? [approve(), again()] : [again(), approve()];
      const types = (await Promise.all([one, other])).map(({ type }) => type).toSorted();
      expect([
        ['decided', 'refused'],
        ['requested', 'counted'],
      ]).toContainEqual(types);
    }
  });
});

describe('a re-run while other people still have to approve', () => {
  it('voids the earlier approvals, on the card and in the audit', async () => {
    const { deps, batch } = await aWaitingBatch();
    const approvalId = await requested(deps, batch.batch_id, TWO);
    await decide(deps, approvalId, { name: 'ann', state: 'approved', roles: TWO });
    expect(await cardOf(deps)).toMatchObject({ done: 2, missing_total: 1, approved_by: ['ann'] });

    await rerun(deps, batch.batch_id, ['a']);

    expect(await cardOf(deps)).toMatchObject({ done: 1, missing_total: 2, state: 'pending' });
    expect(await cardOf(deps)).toMatchObject({ approved_by: [], lapsed_for: ['ann'] });
    const records = await deps.store.query({ collection: AUDIT_RECORDS }, {});
    expect(records.filter(({ data }) => data.action === 'approval.changed')).toHaveLength(1);
    const second = await decide(deps, approvalId, { name: 'bob', state: 'approved', roles: TWO });
    expect(second).toMatchObject({ type: 'counted', approval: { consents: [{ name: 'bob' }] } });
    expect(await cardOf(deps)).toMatchObject({ approved_by: ['bob'], lapsed_for: ['ann'] });
    expect((await decide(deps, approvalId, { name: 'ann', state: 'approved', roles: TWO })).type).toBe('decided');
    expect(await cardOf(deps)).toMatchObject({ approved_by: ['bob', 'ann'], lapsed_for: [] });
  });

  it('keeps the approvals when its players had no outcome to lose', async () => {
    const { deps, batch } = await aWaitingBatch();
    const approvalId = await requested(deps, batch.batch_id, TWO);
    await decide(deps, approvalId, { name: 'ann', state: 'approved', roles: TWO });
    expect(await rerun(deps, batch.batch_id, ['c'])).toEqual({ type: 'requested', players: 1 });
    expect((await deps.store.get(approvalRef(approvalId)))?.data.consents).toMatchObject([{ name: 'ann' }]);
  });
});

describe('an approval given on an outdated card', () => {
  it('is ignored; one given on the current card decides', async () => {
    const { deps, batch } = await aWaitingBatch();
    const approvalId = await requested(deps, batch.batch_id);
    expect(await cardOf(deps)).toMatchObject({ edition: 1, done: 2 });
    await rerun(deps, batch.batch_id, ['a']);
    expect(await cardOf(deps)).toMatchObject({ edition: 2, done: 1, missing_total: 2 });

    const late = await decide(deps, approvalId, { name: 'ann', state: 'approved', edition: 1 });

    expect(late).toMatchObject({ type: 'shown-before', approval: { state: 'pending', consents: [] } });
    const seen = await decide(deps, approvalId, { name: 'ann', state: 'approved', edition: 2 });
    expect(seen).toMatchObject({ type: 'decided', approval: { state: 'approved' } });
  });

  it('counts when the re-run players had no outcome', async () => {
    const { deps, batch } = await aWaitingBatch();
    const approvalId = await requested(deps, batch.batch_id);
    await rerun(deps, batch.batch_id, ['c']);
    const outdated = await decide(deps, approvalId, { name: 'ann', state: 'approved', edition: 1 });
    expect(outdated.type).toBe('decided');
  });

  it('counts when it is a cancellation', async () => {
    const { deps, batch } = await aWaitingBatch();
    const approvalId = await requested(deps, batch.batch_id);
    await rerun(deps, batch.batch_id, ['a']);
    const no = await decide(deps, approvalId, { name: 'ann', state: 'cancelled', edition: 1 });
    expect(no).toMatchObject({ type: 'decided', approval: { state: 'cancelled' } });
  });
});

describe('a batch that is sealed during a re-run', () => {
  it('waits for players who were requested after the count', async () => {
    const { deps, batch } = await aWaitingBatch();
    await predict(deps.store, batch.batch_id, 'c');
    const counted = await readBatch(deps.store, batch.batch_id);
    if (counted?.state !== 'open') throw new Error('the batch is not open');
    await rerun(deps, batch.batch_id, ['a']);

    expect(await sealBatch(deps, counted)).toBe('superseded');
    expect(await advanceBatch(deps, batch.batch_id)).toEqual({ type: 'waiting', missing: 1, expected: 3 });
  });

  it('refuses a late re-run, and the player keeps his prediction', async () => {
    const { deps, batch } = await aWaitingBatch();
    await predict(deps.store, batch.batch_id, 'c');
    await advanceBatch(deps, batch.batch_id);
    const late = { batch, playerLookups: ['a'], asOf: batch.as_of, auditContext: aTrail() };

    expect(await rerunPlayers(deps, late)).toEqual({ type: 'refused', because: 'consolidating' });
    expect(await statusOf(deps, batch.batch_id, 'a')).toBe('predicted');
  });
});

describe('rerunPolicy(request, players)', () => {
  const ann = { name: 'ann', id: null, at: instantFromMicros(1) };
  const request = (state: Approval['state'], ...consents: Consent[]) => ({ state, consents });
  it.each<[string, { request?: ReturnType<typeof request>; players: PlayerStatus[]; ruling: RerunRuling }]>([
    ['no request', { players: ['predicted'], ruling: 'rerun' }],
    [
      'a pending request without approvals',
      { request: request('pending'), players: ['predicted'], ruling: 'rerun-and-void-approvals' },
    ],
    ['a cancelled request', { request: request('cancelled', ann), players: ['predicted'], ruling: 'rerun' }],
    ['an approved request', { request: request('approved', ann), players: ['requested'], ruling: 'refuse' }],
    [
      'an approval, and a player with an outcome',
      { request: request('pending', ann), players: ['requested', 'skipped'], ruling: 'rerun-and-void-approvals' },
    ],
    [
      'an approval, and players without an outcome',
      { request: request('pending', ann), players: ['requested'], ruling: 'rerun' },
    ],
  ])('%s', (_, { players, ruling, ...other }) => {
    expect(rerunPolicy(other.request, players)).toBe(ruling);
  });
});

async function rerun(deps: BatchDeps, batchId: string, playerLookups: readonly string[]) {
  const batch = await readBatch(deps.store, batchId);
  if (batch === undefined) throw new Error(`batch ${batchId} does not exist`);
  return await rerunPlayers(deps, { batch, playerLookups, asOf: batch.as_of, auditContext: aTrail() });
}

async function statusOf({ store }: BatchDeps, batchId: string, player: string) {
  return (await store.get(playerRef(batchId, player)))?.data.status;
}

async function cardOf({ store }: BatchDeps) {
  const posts = await store.query({ collection: POSTS }, {});
  return posts.map(({ data }) => Announcement.parse(JSON.parse(data.wanted))).find(({ type }) => type === 'approval');
}
