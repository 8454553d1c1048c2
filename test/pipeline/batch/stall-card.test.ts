import { describe, expect, it } from 'vitest';
import { AUDIT_RECORDS } from '#src/coordination/audit/audit-record.ts';
import { personAt } from '#src/coordination/identity/actor.ts';
import { ageIncidents, changeIncident, unresolvedIncidents } from '#src/coordination/incidents/change-incident.ts';
import { resolve, snooze } from '#src/coordination/incidents/incident-policy.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { approveForceComplete } from '#src/pipeline/batch/approve-force-complete.ts';
import type { ForceCompleteRoles } from '#src/pipeline/batch/force-complete-policy.ts';
import { readBatch } from '#src/pipeline/batch/read-batch.ts';
import { rerunPlayers } from '#src/pipeline/batch/rerun-players.ts';
import { sweepStalls } from '#src/pipeline/batch/sweep-stalls.ts';
import { deliveryCountsRef } from '#src/pipeline/deliveries/delivery-counts.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { laterBy } from '#src/platform/instant.ts';
import { aTrail } from '../../coordination/audit/a-chain.ts';
import { announced, aSlowNight } from './a-slow-night.ts';
import { contextOf, decide, ONE, predict, requested, TWO } from './a-waiting-batch.ts';

const MINUTE_MS = 60_000;
const APPROVERS: ForceCompleteRoles = { ...TWO, approvers: { type: 'listed', names: ['ann', 'bob'] } };

type Night = Awaited<ReturnType<typeof aSlowNight>>;

/** A batch with two of three players done that has stalled. */
async function aStall(roles: ForceCompleteRoles = ONE): Promise<Night> {
  const night = await aSlowNight(3, roles);
  night.pass(11);
  await sweepStalls(night.deps);
  return night;
}

function approve({ deps, batchId }: Night, name: string) {
  const person = personAt('cli', { name });
  const call = { batchId, roles: deps.roles, auditContext: contextOf(deps, person) };
  return approveForceComplete(deps, call, person);
}

async function theCard(store: DocumentStore) {
  const cards = await announced(store, 'stall');
  expect(cards).toHaveLength(1);
  const [card] = cards;
  if (card === undefined) throw new Error('there is no card');
  return card;
}

/** The keys of all messages about the batch, except its slate. */
async function messages(store: DocumentStore): Promise<readonly string[]> {
  const posts = await store.query({ collection: POSTS }, {});
  return posts.map(({ id }) => id.replace(/batch_2026-02-05_\d+/, 'b')).filter((key) => !key.startsWith('slate-'));
}

describe('a stall', () => {
  it('has one message, which shows the stall and its incident', async () => {
    const { deps } = await aStall(APPROVERS);
    expect(await messages(deps.store)).toEqual(['stall-b-g1']);
    const [incident] = await unresolvedIncidents(deps.store);
    expect(await theCard(deps.store)).toMatchObject({
      done: 2,
      expected: 3,
      needed: 2,
      approvers: ['ann', 'bob'],
      groups: [{ why: 'no_answer', players: 1 }],
      incident: { key: incident?.key, mentions: ['ann', 'bob'], status: { state: 'open' } },
    });
  });

  it('mentions the approvers again after ten minutes, once', async () => {
    const { deps, pass } = await aStall(APPROVERS);
    pass(9);
    await sweepStalls(deps);
    expect(await announced(deps.store, 'incident-reminder')).toHaveLength(0);
    pass(2);
    await sweepStalls(deps);
    expect(await announced(deps.store, 'incident-reminder')).toMatchObject([{ mentions: ['ann', 'bob'] }]);
    pass(30);
    await sweepStalls(deps);
    await ageIncidents({ store: deps.store, auditContext: aTrail() });
    expect(await announced(deps.store, 'incident-reminder')).toHaveLength(1);
  });

  it('reminds nobody while a person waits, and shows who waits', async () => {
    const { deps, pass } = await aStall(APPROVERS);
    const [incident] = await unresolvedIncidents(deps.store);
    const key = incident?.key ?? '';
    await changeIncident(
      { store: deps.store, auditContext: aTrail() },
      { key, change: (found, now) => snooze(found, { by: 'ann', until: laterBy(now, 10 * MINUTE_MS) }, now) },
    );
    expect(await theCard(deps.store)).toMatchObject({ incident: { status: { state: 'snoozed', by: 'ann' } } });
    pass(9);
    await sweepStalls(deps);
    expect(await announced(deps.store, 'incident-reminder')).toEqual([]);
    expect(await theCard(deps.store)).toMatchObject({ incident: { status: { state: 'snoozed', by: 'ann' } } });
    pass(2);
    await sweepStalls(deps);
    expect(await announced(deps.store, 'incident-reminder')).toMatchObject([{ reason: 'snooze-ended' }]);
    expect(await messages(deps.store)).toEqual(['stall-b-g1', expect.stringMatching(/^stall-b-g1-reminder-/)]);
  });

  it('is abandoned when it is too old, also while a person waits', async () => {
    const { deps, pass } = await aStall(APPROVERS);
    const [incident] = await unresolvedIncidents(deps.store);
    await changeIncident(
      { store: deps.store, auditContext: aTrail() },
      {
        key: incident?.key ?? '',
        change: (found, now) => snooze(found, { by: 'ann', until: laterBy(now, 300 * MINUTE_MS) }, now),
      },
    );
    pass(110);
    await sweepStalls(deps);
    expect(await theCard(deps.store)).toMatchObject({
      end: { how: 'abandoned' },
      incident: { status: { state: 'resolved' } },
    });
    expect(await unresolvedIncidents(deps.store)).toEqual([]);
  });

  it('ends when a player finishes, and a stall soon afterwards continues the same message', async () => {
    const { deps, batchId, pass } = await aStall();
    pass(3);
    await predict(deps.store, batchId, 'c');
    await sweepStalls(deps);
    expect(await theCard(deps.store)).toMatchObject({ done: 3, end: { how: 'progress' } });
    expect(await unresolvedIncidents(deps.store)).toEqual([]);
  });

  it('says how it ended when the batch ends', async () => {
    const { deps, batchId, pass } = await aStall();
    pass(4);
    await predict(deps.store, batchId, 'c');
    await deps.runner.run(batchId);
    expect(await theCard(deps.store)).toMatchObject({ done: 3, end: { how: 'complete', done: 3 } });
    expect(await unresolvedIncidents(deps.store)).toEqual([]);
    expect(await messages(deps.store)).toEqual(['stall-b-g1']);
  });

  it('gets a new message after a person has resolved it and it continues', async () => {
    const { deps, pass } = await aStall();
    const [incident] = await unresolvedIncidents(deps.store);
    await changeIncident(
      { store: deps.store, auditContext: aTrail() },
      { key: incident?.key ?? '', change: (found, now) => resolve(found, 'ann', now) },
    );
    pass(1);
    await sweepStalls(deps);
    expect(await messages(deps.store)).toEqual(['stall-b-g1', 'stall-b-g1-2']);
  });
});

it('names the last error of a player whose request is being retried', async () => {
  const { deps, batchId, pass } = await aSlowNight(3);
  pass(11);
  const minute = await deps.store.now();
  const request = { player_lookup: 'c', attempt: 1, deliveries: 2, class: 'transient', reason: 'timeout' } as const;
  const counted = { batch_id: batchId, minute, counts: [], repeated: [request] };
  await deps.store.create(deliveryCountsRef(counted, 'test'), counted);
  await sweepStalls(deps);
  expect(await theCard(deps.store)).toMatchObject({ groups: [{ why: 'retrying', error: 'timeout', players: 1 }] });
});

describe('a force-complete request', () => {
  it('for a stalled batch is shown on the card of the stall', async () => {
    const { deps, batchId } = await aStall();
    await requested(deps, batchId);
    expect(await messages(deps.store)).toEqual(['stall-b-g1']);
    expect(await theCard(deps.store)).toMatchObject({ request: { state: 'pending', requested_by: 'ann' } });
  });

  it('that was made before the stall keeps its message, which then shows the stall', async () => {
    const night = await aSlowNight(3);
    const approvalId = await requested(night.deps, night.batchId);
    night.pass(11);
    await sweepStalls(night.deps);
    expect(await messages(night.deps.store)).toEqual([`approval-${approvalId}`]);
    expect(await theCard(night.deps.store)).toMatchObject({ request: { approval_id: approvalId, state: 'pending' } });
    await decide(night.deps, approvalId, { name: 'bob', state: 'cancelled' });
    expect(await theCard(night.deps.store)).toMatchObject({ request: { state: 'cancelled' }, end: null });
  });
});

describe('an approval on the card', () => {
  it('is the request and the approval of one person', async () => {
    const night = await aStall();
    expect(await approve(night, 'bob')).toMatchObject({ type: 'answered', answer: { type: 'decided' } });
    expect(await theCard(night.deps.store)).toMatchObject({
      request: { state: 'approved', requested_by: 'bob', decided_by: 'bob' },
    });
    await night.deps.runner.run(night.batchId);
    expect(await theCard(night.deps.store)).toMatchObject({ done: 2, end: { how: 'partial', done: 2 } });
    const records = await night.deps.store.query({ collection: AUDIT_RECORDS }, {});
    const actions = records.map(({ data }) => data.action);
    expect(actions).toEqual(
      expect.arrayContaining(['approval.requested', 'approval.approved', 'batch.sealed', 'incident.resolved']),
    );
  });

  it('below 90 % needs a second person, who confirms on the same card', async () => {
    const night = await aStall(TWO);
    expect(await approve(night, 'bob')).toMatchObject({ answer: { type: 'counted' } });
    expect(await theCard(night.deps.store)).toMatchObject({ request: { state: 'pending', approved_by: ['bob'] } });
    expect(await approve(night, 'bob')).toMatchObject({ answer: { type: 'counted-before' } });
    expect(await approve(night, 'ann')).toMatchObject({ answer: { type: 'decided' } });
    expect(await approve(night, 'cid')).toMatchObject({ answer: { type: 'already-decided' } });
  });

  it('by two people at once counts once', async () => {
    const night = await aStall();
    const answers = await Promise.all([approve(night, 'ann'), approve(night, 'bob')]);
    const types = answers.map((approved) => (approved.type === 'answered' ? approved.answer.type : approved.type));
    expect(types.toSorted()).toEqual(['already-decided', 'decided']);
  });

  it('is refused when fewer players are done than the card shows, and requests nothing', async () => {
    const night = await aStall();
    const batch = await readBatch(night.deps.store, night.batchId);
    if (batch === undefined) throw new Error('there is no batch');
    await rerunPlayers(night.deps, { batch, playerLookups: ['a'], asOf: batch.as_of, auditContext: aTrail() });
    expect(await approve(night, 'ann')).toMatchObject({ type: 'fewer-done', detail: { done: 1 } });
    expect(await theCard(night.deps.store)).toMatchObject({ done: 1, request: null });
    expect(await approve(night, 'ann')).toMatchObject({ answer: { type: 'decided' } });
  });

  it('after the batch has ended is refused', async () => {
    const night = await aStall();
    await predict(night.deps.store, night.batchId, 'c');
    await night.deps.runner.run(night.batchId);
    expect(await approve(night, 'ann')).toEqual({ type: 'not-open' });
  });
});
