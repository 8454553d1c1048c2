import { randomUUID } from 'node:crypto';
import { expect, it, vi } from 'vitest';
import { auditContextOf, systemAuditContext } from '#src/coordination/audit/audit-context.ts';
import { AUDIT_RECORDS } from '#src/coordination/audit/audit-record.ts';
import { personAt } from '#src/coordination/identity/actor.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { endSession } from '#src/coordination/sessions/end-session.ts';
import { listSessions } from '#src/coordination/sessions/list-sessions.ts';
import { loadAllHoldings } from '#src/coordination/sessions/load-holdings.ts';
import { recordHeartbeat } from '#src/coordination/sessions/record-heartbeat.ts';
import { startSession } from '#src/coordination/sessions/start-session.ts';
import { watchSessions } from '#src/coordination/sessions/watch-sessions.ts';
import { Announcement } from '#src/pipeline/announcement.ts';
import { requestForceComplete } from '#src/pipeline/batch/force-complete.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { anOpenBatch } from '../../pipeline/batch/an-open-batch.ts';
import { aPlayer } from '../../pipeline/player/a-player.ts';
import { aChain, aTrail } from '../audit/a-chain.ts';
import { AGENT } from '../identity/actors.ts';
import { aClockedStore } from './a-store.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const SEVEN = { sessionId: 'session_7', name: 'claude-7', actsFor: 'ann', forMs: 60 * MINUTE_MS };
const deps = (store: DocumentStore) => ({ store, services: ['worker'], newId: randomUUID });
const BEAT = { sessionId: 'session_7', everyMs: 30_000 };

async function aSession() {
  const { store, pass } = aClockedStore();
  const trail = aTrail();
  await startSession(deps(store), SEVEN, trail);
  const loadHeld = () => loadAllHoldings(deps(store));
  const watch = () => watchSessions({ store, loadHeld }, systemAuditContext(aChain('watch'), 'session-watch'));
  return { store, pass, trail, watch, beat: () => recordHeartbeat(deps(store), BEAT, trail) };
}

async function shown(store: DocumentStore) {
  const posts = await store.query({ collection: POSTS }, {});
  return posts.map(({ data }) => Announcement.parse(JSON.parse(data.wanted)));
}

async function actions(store: DocumentStore) {
  return (await store.query({ collection: AUDIT_RECORDS }, {})).map(({ data }) => data.action);
}

const livenessIn = async (store: DocumentStore) => (await listSessions(deps(store))).map(({ health }) => health);

it('a session that stops sending heartbeats is stale, then dead, and its card says so', async () => {
  const { store, pass, watch, beat } = await aSession();
  expect(await beat()).toBe('recorded');
  expect(await shown(store)).toMatchObject([{ type: 'session', name: 'claude-7', acts_for: 'ann', noted: 'live' }]);

  pass(3 * MINUTE_MS);
  expect(await watch()).toEqual([]);
  expect(await shown(store)).toMatchObject([{ noted: 'stale', last_heard_at: expect.stringContaining('18:00') }]);

  pass(13 * MINUTE_MS);
  expect(await watch()).toEqual(['session_7']);
  expect(await watch()).toEqual([]);
  expect(await shown(store)).toMatchObject([{ noted: 'dead' }]);
  expect(await actions(store)).toEqual(expect.arrayContaining(['session.started', 'session.noted', 'session.died']));
});

it('heartbeats of a live session are not audited, and its card is refreshed every half hour', async () => {
  const { store, pass, watch, beat } = await aSession();
  const said = new Set<string>();
  for (let minute = 0; minute < 95; minute += 1) {
    await beat();
    await watch();
    const [post] = await store.query({ collection: POSTS }, {});
    said.add(post?.version ?? '');
    pass(MINUTE_MS);
  }
  expect(await livenessIn(store)).toEqual(['live']);
  expect(await actions(store)).toEqual(['session.started']);
  expect(said.size).toBe(4);
  expect(await shown(store)).toMatchObject([{ seen_at: expect.stringMatching(/:(00|30):00.000000Z$/) }]);
});

it('the card says who ended a session, unless it ended itself', async () => {
  const { store } = await aSession();
  const ann = personAt('slack', { name: 'Ann', id: 'U024BE7LH' });
  await endSession(store, 'session_7', auditContextOf(aChain(), ann, 'r1'));
  expect(await shown(store)).toMatchObject([{ noted: 'ended', ended_by: 'U024BE7LH', seen_at: null }]);

  const other = { ...SEVEN, sessionId: 'session_8' };
  await startSession(deps(store), other, aTrail());
  await endSession(store, 'session_8', { ...aTrail(), session: 'session_8' });
  expect(await shown(store)).toMatchObject([{}, { noted: 'ended', ended_by: null }]);
});

it('a session that returns after a silence stays the same, and learns that it may have lost what it held', async () => {
  const { store, pass, watch, beat } = await aSession();
  await beat();
  pass(20 * MINUTE_MS);
  await watch();
  expect(await beat()).toBe('revived');
  expect(await livenessIn(store)).toEqual(['live']);
  expect(await shown(store)).toMatchObject([{ noted: 'live', last_heard_at: null }]);
});

it('a heartbeat also revives a session whose silence the watch has not noted yet', async () => {
  const { pass, beat } = await aSession();
  await beat();
  pass(20 * MINUTE_MS);
  expect(await beat()).toBe('revived');
});

it('a session without heartbeats lasts until its expiry', async () => {
  const { store, pass, watch } = await aSession();
  pass(59 * MINUTE_MS);
  await watch();
  expect(await livenessIn(store)).toEqual(['untracked']);
  pass(2 * MINUTE_MS);
  expect(await watch()).toEqual(['session_7']);
});

it('a restart resumes the session; after its end it starts over with the same id', async () => {
  const { store, pass, trail } = await aSession();
  pass(MINUTE_MS);
  const { session: again } = await startSession(deps(store), { ...SEVEN, summary: 'Fixing the parser.' }, trail);
  expect(again.started_at).toContain('18:00');
  await endSession(store, 'session_7', trail);
  expect(await listSessions(deps(store))).toEqual([]);
  pass(MINUTE_MS);
  const { session: anew } = await startSession(deps(store), SEVEN, trail);
  expect(anew).toMatchObject({ session_id: 'session_7', summary: 'Fixing the parser.', ended_at: null });
  expect(anew.started_at).toContain('18:02');
});

it('an ended session accepts no heartbeat, and ending it twice changes nothing', async () => {
  const { store, trail, beat } = await aSession();
  expect((await endSession(store, 'session_7', trail)).type).toBe('ended');
  expect((await endSession(store, 'session_7', trail)).type).toBe('ended-before');
  expect(await beat()).toBe('ended');
  expect(await shown(store)).toMatchObject([{ noted: 'ended' }]);
  expect((await actions(store)).filter((action) => action === 'session.ended')).toHaveLength(1);
});

it.each([DAY_MS, -DAY_MS])('a clock of the caller that is %i ms off changes nothing', async (offMs) => {
  vi.useFakeTimers({ now: Date.now() + offMs, toFake: ['Date'] });
  try {
    const { store, pass, watch, beat } = await aSession();
    await beat();
    pass(3 * MINUTE_MS);
    await watch();
    expect(await livenessIn(store)).toEqual(['stale']);
    expect((await store.now()).slice(0, 16)).toBe('2026-02-05T18:03');
  } finally {
    vi.useRealTimers();
  }
});

it('only a person can start a session again that a person ended', async () => {
  const { store, trail } = await aSession();
  await endSession(store, 'session_7', trail);
  const own = auditContextOf(aChain(), { ...AGENT, session: 'session_7' }, 'r2');
  expect((await startSession(deps(store), SEVEN, own)).type).toBe('ended-by-person');
  expect((await startSession(deps(store), SEVEN, trail)).type).toBe('started');
  await endSession(store, 'session_7', own);
  expect((await startSession(deps(store), SEVEN, own)).type).toBe('started');
});

it('the card and the list show what a session holds, and its death is announced', async () => {
  const { store, pass, watch } = await aSession();
  const own = auditContextOf(aChain(), { ...AGENT, session: 'session_7' }, 'r2');
  const { batch_id: batchId } = await anOpenBatch(store, [aPlayer('a')]);
  const roles = { approvers: { type: 'every-person' }, forceCompleteApprovals: 1 } as const;
  const forced = await requestForceComplete({ store, newId: randomUUID }, { batchId, roles, auditContext: own });
  await watch();
  const holds = [{ kind: 'approval', id: forced.type === 'requested' && forced.approval.approval_id }];
  expect((await shown(store)).find(({ type }) => type === 'session')).toMatchObject({ holds });
  expect(await listSessions(deps(store))).toMatchObject([{ who: 'claude-7 for @ann', holds }]);

  pass(61 * MINUTE_MS);
  await watch();
  expect((await shown(store)).find(({ type }) => type === 'session-lost')).toMatchObject({ held: holds });
});
