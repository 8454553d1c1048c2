import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { test as base, expect } from 'vitest';
import * as z from 'zod';
import { createApp } from '#src/app.ts';
import { renderAnnouncement } from '#src/bot/slack/messages/render-announcement.ts';
import { STORED_STEPS } from '#src/bot/slack/step-buttons/stored-step.ts';
import { APPROVALS } from '#src/coordination/approvals/approval.ts';
import { verifyAudit } from '#src/coordination/audit/verify-audit.ts';
import { BYPASSES } from '#src/coordination/deploy-locks/bypass.ts';
import { lockFromDocument, lockRef } from '#src/coordination/deploy-locks/lock-storage.ts';
import { type Actor, personAt } from '#src/coordination/identity/actor.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { pendingPosts, sendPost } from '#src/coordination/outbox/send-post.ts';
import type { App } from '#src/operations/app.ts';
import { Announcement } from '#src/pipeline/announcement.ts';
import { listBatchReports } from '#src/pipeline/batch/batch-report.ts';
import { COLLECTIONS } from '#src/pipeline/collections.ts';
import type { WantedMessage } from '#src/platform/announcements.ts';
import { sqliteDocumentStore } from '#src/platform/embedded/sqlite-document-store.ts';
import { lockWatch } from '#src/workers/lock-watch.ts';
import { sessionWatch } from '#src/workers/session-watch.ts';
import { ask } from './operations/deploy/a-deploy.ts';
import { silentLog } from './pipeline/pipeline-stores.ts';

/**
 * A data folder as version 0.1 wrote it, until 22:59:30 UTC. Locks: `ben`'s agent holds `worker` with three in the queue and a running deploy,
 * `coordinator` is reserved for ben, and the agent that holds `grading` is unresponsive. There are sessions of every health, a pending approval, a
 * finished and an open batch, and a bypass in the offline log. Some posts were shown, some are pending, and the sending of one was cut off.
 */
const FIXTURE = fileURLToPath(new URL('fixtures/data-folder-v1', import.meta.url));
const OPENED_AT = Date.parse('2026-02-05T22:59:45Z');
const SERVICES = ['worker', 'coordinator', 'grading', 'web'];

const ANN = personAt('slack', { name: 'ann', id: 'U0ANN' });
const BEN = personAt('slack', { name: 'ben', id: 'U0BEN' });

const Sessions = z.object({
  sessions: z.array(z.object({ session_id: z.string(), who: z.string(), liveness: z.string(), holds: z.string() })),
});

const test = base.extend<{ app: App }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures it needs from this pattern
  app: async ({}, use) => {
    const dataFolder = await mkdtemp(join(tmpdir(), 'tipoff-v1-'));
    const path = join(dataFolder, 'tipoff.sqlite');
    await cp(join(FIXTURE, 'without-lock'), join(dataFolder, 'without-lock'), { recursive: true });
    await writeFile(path, gunzipSync(await readFile(join(FIXTURE, 'tipoff.sqlite.gz'))));
    const store = sqliteDocumentStore({
      path,
      collections: [...COLLECTIONS, STORED_STEPS],
      nowMicros: () => OPENED_AT * 1_000,
    });
    const overrides = { store, log: silentLog, services: SERVICES, now: () => new Date(OPENED_AT) };
    const { app, close } = createApp({ platform: 'embedded', dataFolder }, overrides);
    await use(app);
    await close();
    await rm(dataFolder, { recursive: true });
  },
});

async function sessionsOf(app: App) {
  const { data } = await ask(app, ANN, ['session list', {}]);
  return Sessions.parse(data).sessions;
}

/** The agent as its token would identify it. */
async function agent(app: App, name: string, actsFor: string): Promise<Actor> {
  const found = (await sessionsOf(app)).find(({ who }) => who === `${name} for @${actsFor}`);
  return { kind: 'agent', name, actsFor, session: found?.session_id ?? '', scope: 'write' };
}

test('the state of every lock is read', async ({ app }) => {
  const { data } = await ask(app, ANN, ['deploy status', {}]);
  expect(data).toMatchObject({
    locks: [
      {
        service: 'worker',
        state: 'held',
        by: 'untracked for @ben',
        token: 1,
        queue: ['ann', 'cleo', 'live for @ann'],
        deploy: { commit: 'abcdef1', state: 'running' },
      },
      { service: 'coordinator', state: 'offered', by: 'ben' },
      { service: 'grading', state: 'suspect', by: 'stale for @ann' },
      { service: 'web', state: 'free' },
      { service: 'global' },
    ],
  });
});

test('holds, queues and reservations continue', async ({ app }) => {
  const holder = await agent(app, 'untracked', 'ben');
  const extended = await ask(app, holder, ['deploy extend', { service: 'worker', for: '2h', token: 1 }]);
  expect(extended).toMatchObject({ code: 'ok', data: { until: expect.stringMatching('^2026-02-06T00:59:45') } });
  expect(await ask(app, ANN, ['deploy claim', { service: 'coordinator', reason: 'mine' }])).toMatchObject({
    code: 'lock_offered',
  });
  expect(await ask(app, BEN, ['deploy claim', { service: 'coordinator', reason: 'my turn' }])).toMatchObject({
    code: 'ok',
    data: { token: 2 },
  });
  expect(await ask(app, holder, ['deploy release', { service: 'worker', token: 1 }])).toMatchObject({ code: 'ok' });
  const worker = await app.store.get(lockRef('worker'));
  expect(worker && lockFromDocument(worker.data)).toMatchObject({
    hold: null,
    reservation: { session: ANN.session },
    deploy: { state: 'unknown' },
  });
});

test('anyone takes over from the unresponsive holder, and the heartbeat of another holder is accepted', async ({
  app,
}) => {
  const taken = { service: 'grading', reason: 'it does not answer', confirm: '1' };
  expect(await ask(app, BEN, ['deploy take-over', taken])).toMatchObject({ code: 'ok', data: { token: 2 } });
  const live = await agent(app, 'live', 'ann');
  expect(await ask(app, live, ['session beat', {}])).toMatchObject({ code: 'ok' });
});

test('sessions are listed with their current health', async ({ app }) => {
  const healths = Object.fromEntries((await sessionsOf(app)).map(({ who, liveness }) => [who, liveness]));
  expect(healths).toEqual({
    'live for @ann': 'live',
    'untracked for @ben': 'untracked',
    'stale for @ann': 'stale',
    'orphaned for @ann': 'stale',
    'dead for @ann': 'dead',
    ann: 'untracked',
    ben: 'untracked',
    cleo: 'untracked',
  });
});

test('the audit is intact, before and after this version writes to it', async ({ app }) => {
  const before = await verifyAudit(app.store, app.audit);
  expect(before.faults).toEqual([]);
  await lockWatch({ ...app }).tick();
  await sessionWatch({ ...app }).tick();
  const after = await verifyAudit(app.store, app.audit);
  expect(after).toMatchObject({ faults: [] });
  expect(after.records).toBeGreaterThan(before.records);
});

test('every post renders, and the pending ones are sent', async ({ app }) => {
  const posts = await app.store.query({ collection: POSTS }, {});
  const rendered = posts.map(({ data }) => renderAnnouncement(Announcement.parse(JSON.parse(data.wanted))).text);
  expect(rendered.every((text) => text.length > 0)).toBe(true);

  const shown: WantedMessage[] = [];
  const announcements = {
    show: async (message: WantedMessage) => {
      shown.push(message);
      return message.posted ?? { channel: 'C0NBA', ts: `1770332500.${String(shown.length).padStart(6, '0')}` };
    },
  };
  expect((await pendingPosts(app.store)).length).toBeGreaterThan(10);
  // A notice waits until the card of its thread is in the channel.
  for (const _ of ['cards', 'notices']) {
    for (const { key } of await pendingPosts(app.store)) await sendPost({ ...app, announcements }, key);
  }
  expect(await pendingPosts(app.store)).toEqual([]);
  expect(shown.filter(({ history }) => history === 'unknown')).toHaveLength(1);
});

test('the pending request is approved', async ({ app }) => {
  const [pending] = await app.store.query({ collection: APPROVALS }, { where: [['state', '==', 'pending']] });
  const approval_id = pending?.id ?? '';
  expect(await ask(app, ANN, ['approval approve', { approval_id }])).toMatchObject({ decision: 'done' });
  expect((await app.store.get({ collection: APPROVALS, id: approval_id }))?.data).toMatchObject({
    state: 'approved',
    decided_by: 'ann',
  });
});

test('a bypass in the offline log is announced once, in addition to those announced before', async ({ app }) => {
  await lockWatch({ ...app }).tick();
  await lockWatch({ ...app }).tick();
  const bypasses = await app.store.query({ collection: BYPASSES }, {});
  expect(bypasses.map(({ data }) => data.reason).toSorted()).toEqual([
    'the store was away',
    'the store was away again',
  ]);
  expect(await app.offlineLog.read()).toEqual([]);
});

test('the finished and the open batch are listed', async ({ app }) => {
  const batches = await listBatchReports(app.store, 10);
  expect(batches.map(({ state }) => state).toSorted()).toEqual(['done', 'open']);
});
