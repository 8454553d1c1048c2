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
import { aWaitingBatch, decide, predict, requested, TWO } from './a-waiting-batch.ts';

describe('players asked for again between an approval and the end of the batch', () => {
  it('are not asked: people approved to publish what there is, so nobody is published as missing who was not', async () => {
    const { deps, batch } = await aWaitingBatch();
    await decide(deps, await requested(deps, batch.batch_id), { name: 'ann', state: 'approved' });

    expect(await askAgain(deps, batch.batch_id, ['a'])).toEqual({ type: 'refused', because: 'approved', by: 'ann' });
    expect(await statusOf(deps, batch.batch_id, 'a')).toBe('predicted');
    await advanceBatch(deps, batch.batch_id);
    expect(await readBatch(deps.store, batch.batch_id)).toMatchObject({ predicted: 2, missing: 1, forced_by: 'ann' });
  });

  it('are asked while the request is open, cancelled or expired', async () => {
    const { deps, batch } = await aWaitingBatch();
    const approvalId = await requested(deps, batch.batch_id);
    expect(await askAgain(deps, batch.batch_id, ['a'])).toEqual({ type: 'requested', players: 1 });
    await decide(deps, approvalId, { name: 'ann', state: 'cancelled' });
    expect(await askAgain(deps, batch.batch_id, ['b'])).toEqual({ type: 'requested', players: 1 });
  });

  it('asked at the same moment as it is approved, they are asked and the approval counts them, or they are not asked', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { deps, batch } = await aWaitingBatch(10);
      const approvalId = await requested(deps, batch.batch_id, TWO);
      const yes = { name: 'ann', state: 'approved', roles: TWO } as const;
      const approve = () => decide(deps, approvalId, yes);
      const again = () => askAgain(deps, batch.batch_id, ['a', 'b']);
      const [one, other] = round % 2 === 0 ? [approve(), again()] : [again(), approve()];
      const types = (await Promise.all([one, other])).map(({ type }) => type).toSorted();
      expect([
        ['decided', 'refused'],
        ['requested', 'counted'],
      ]).toContainEqual(types);
    }
  });
});

describe('players asked for again while others still have to agree', () => {
  it('take back the yes that was said of more players, on the card and on record', async () => {
    const { deps, batch } = await aWaitingBatch();
    const approvalId = await requested(deps, batch.batch_id, TWO);
    await decide(deps, approvalId, { name: 'ann', state: 'approved', roles: TWO });
    expect(await cardOf(deps)).toMatchObject({ done: 2, missing_total: 1, approved_by: ['ann'] });

    await askAgain(deps, batch.batch_id, ['a']);

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

  it('leave it where they had no outcome to lose', async () => {
    const { deps, batch } = await aWaitingBatch();
    const approvalId = await requested(deps, batch.batch_id, TWO);
    await decide(deps, approvalId, { name: 'ann', state: 'approved', roles: TWO });
    expect(await askAgain(deps, batch.batch_id, ['c'])).toEqual({ type: 'requested', players: 1 });
    expect((await deps.store.get(approvalRef(approvalId)))?.data.consents).toMatchObject([{ name: 'ann' }]);
  });
});

describe('a yes to a card that people were shown before players lost their outcomes', () => {
  it('is not counted, where one is enough; to the card that tells it, it is', async () => {
    const { deps, batch } = await aWaitingBatch();
    const approvalId = await requested(deps, batch.batch_id);
    expect(await cardOf(deps)).toMatchObject({ edition: 1, done: 2 });
    await askAgain(deps, batch.batch_id, ['a']);
    expect(await cardOf(deps)).toMatchObject({ edition: 2, done: 1, missing_total: 2 });

    const late = await decide(deps, approvalId, { name: 'ann', state: 'approved', edition: 1 });

    expect(late).toMatchObject({ type: 'shown-before', approval: { state: 'pending', consents: [] } });
    const seen = await decide(deps, approvalId, { name: 'ann', state: 'approved', edition: 2 });
    expect(seen).toMatchObject({ type: 'decided', approval: { state: 'approved' } });
  });

  it('is counted where only those were asked again who had no outcome', async () => {
    const { deps, batch } = await aWaitingBatch();
    const approvalId = await requested(deps, batch.batch_id);
    await askAgain(deps, batch.batch_id, ['c']);
    const yes = await decide(deps, approvalId, { name: 'ann', state: 'approved', edition: 1 });
    expect(yes.type).toBe('decided');
  });

  it('that is a no is counted, because it is right whatever changed', async () => {
    const { deps, batch } = await aWaitingBatch();
    const approvalId = await requested(deps, batch.batch_id);
    await askAgain(deps, batch.batch_id, ['a']);
    const no = await decide(deps, approvalId, { name: 'ann', state: 'cancelled', edition: 1 });
    expect(no).toMatchObject({ type: 'decided', approval: { state: 'cancelled' } });
  });
});

describe('a batch that is sealed while players are asked for again', () => {
  it('is not sealed over them: who is asked after everybody was counted is waited for', async () => {
    const { deps, batch } = await aWaitingBatch();
    await predict(deps.store, batch.batch_id, 'c');
    const counted = await readBatch(deps.store, batch.batch_id);
    if (counted?.state !== 'open') throw new Error('the batch is not open');
    await askAgain(deps, batch.batch_id, ['a']);

    expect(await sealBatch(deps, counted)).toBe('superseded');
    expect(await advanceBatch(deps, batch.batch_id)).toEqual({ type: 'waiting', missing: 1, expected: 3 });
  });

  it('refuses the re-run that comes too late, and the player keeps his prediction', async () => {
    const { deps, batch } = await aWaitingBatch();
    await predict(deps.store, batch.batch_id, 'c');
    await advanceBatch(deps, batch.batch_id);
    const late = { batch, playerLookups: ['a'], asOf: batch.as_of, auditContext: aTrail() };

    expect(await rerunPlayers(deps, late)).toEqual({ type: 'refused', because: 'consolidating' });
    expect(await statusOf(deps, batch.batch_id, 'a')).toBe('predicted');
  });
});

describe('weighAskingAgain(request, players)', () => {
  const ann = { name: 'ann', id: null, at: instantFromMicros(1) };
  const request = (state: Approval['state'], ...consents: Consent[]) => ({ state, consents });
  it.each<[string, { request?: ReturnType<typeof request>; players: PlayerStatus[]; says: RerunRuling }]>([
    ['there is no request', { players: ['predicted'], says: 'rerun' }],
    ['nobody has said yes', { request: request('pending'), players: ['predicted'], says: 'rerun-and-void-approvals' }],
    ['it was cancelled', { request: request('cancelled', ann), players: ['predicted'], says: 'rerun' }],
    ['it is approved', { request: request('approved', ann), players: ['requested'], says: 'refuse' }],
    [
      'a yes, an outcome',
      { request: request('pending', ann), players: ['requested', 'skipped'], says: 'rerun-and-void-approvals' },
    ],
    ['a yes, no outcome', { request: request('pending', ann), players: ['requested'], says: 'rerun' }],
  ])('%s', (_, { players, says, ...given }) => {
    expect(rerunPolicy(given.request, players)).toBe(says);
  });
});

async function askAgain(deps: BatchDeps, batchId: string, playerLookups: readonly string[]) {
  const batch = await readBatch(deps.store, batchId);
  if (batch === undefined) throw new Error(`there is no ${batchId}`);
  return await rerunPlayers(deps, { batch, playerLookups, asOf: batch.as_of, auditContext: aTrail() });
}

async function statusOf({ store }: BatchDeps, batchId: string, player: string) {
  return (await store.get(playerRef(batchId, player)))?.data.status;
}

async function cardOf({ store }: BatchDeps) {
  const posts = await store.query({ collection: POSTS }, {});
  return posts.map(({ data }) => Announcement.parse(JSON.parse(data.wanted))).find(({ type }) => type === 'approval');
}
