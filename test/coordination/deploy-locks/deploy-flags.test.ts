import { describe, expect, it } from 'vitest';
import { AUDIT_RECORDS } from '#src/coordination/audit/audit-record.ts';
import type { Announcement } from '#src/pipeline/announcement.ts';
import type { ServiceBuild } from '#src/platform/deploy-target.ts';
import { serving, UNREACHABLE } from '../deploys/shown-target.ts';
import { ANN, aLockService, BEN, CLAUDE, HEARTBEAT_MS, type LockHarness, MINUTE_MS } from './a-lock-service.ts';

const OVERDUE_MS = 16 * MINUTE_MS;
const COMMIT = 'abcdef1abcdef1abcdef1abcdef1abcdef1abcde';
const OTHER = 'b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2';

type DeployAlert = Extract<Announcement, { type: 'deploy-alert' }>;

async function alerts(locks: LockHarness): Promise<readonly string[]> {
  const found = (await locks.posts()).filter((post): post is DeployAlert => post.type === 'deploy-alert');
  return found.map(({ problem, outcome, ticket }) => `${problem} ${outcome} ${ticket === null ? 'closed' : 'buttons'}`);
}

async function aBuild(locks: LockHarness, state: ServiceBuild['state']): Promise<ServiceBuild> {
  const now = await locks.store.now();
  const endedAt = state === 'running' ? null : now;
  return { id: 'b-1', service: 'worker', state, commit: COMMIT, startedAt: now, endedAt, by: null, url: null };
}

/** The target shows the worker with another commit, and no build and no revision of the deploy. */
function showsNothing(locks: LockHarness): void {
  locks.shown.serving = serving({ commit: OTHER });
}

async function tick(locks: LockHarness): Promise<void> {
  await locks.deployWatch.tick();
  await locks.watch.tick();
}

describe('a deploy that takes twice as long as usual', () => {
  it('is flagged once, with buttons, and the message closes when the deploy ends', async () => {
    const locks = aLockService();
    await locks.claim(ANN, { forMs: 60 * MINUTE_MS });
    await locks.start(ANN);
    locks.pass(OVERDUE_MS - 1);
    await tick(locks);
    expect(await alerts(locks)).toEqual([]);
    locks.pass(1);
    for (let ticks = 0; ticks < 3; ticks += 1) await tick(locks);
    expect(await alerts(locks)).toEqual(['overdue null buttons']);
    await locks.finish(ANN);
    expect(await alerts(locks)).toEqual(['overdue ended closed']);
  });

  it('keeps its lock, and the flag is in the audit by the watch', async () => {
    const locks = aLockService();
    await locks.claim(ANN, { forMs: 60 * MINUTE_MS });
    await locks.start(ANN);
    locks.pass(OVERDUE_MS);
    await tick(locks);
    expect(await locks.heldBy()).toBe(ANN.session);
    const records = (await locks.store.query({ collection: AUDIT_RECORDS }, {})).map(({ data }) => data);
    expect(records.filter(({ action }) => action === 'lock.deploy-overdue')).toMatchObject([
      { actor: { kind: 'system', name: 'lock-watch' } },
    ]);
  });
});

describe('a deploy of which nothing has started after five minutes', () => {
  it('is reported once, and the message closes when a build appears', async () => {
    const locks = aLockService();
    showsNothing(locks);
    await locks.claim(ANN);
    await locks.start(ANN);
    locks.pass(5 * MINUTE_MS - 1);
    await tick(locks);
    expect(await alerts(locks)).toEqual([]);
    locks.pass(1);
    for (let ticks = 0; ticks < 3; ticks += 1) await tick(locks);
    expect(await alerts(locks)).toEqual(['missing null buttons']);
    locks.shown.builds = { type: 'known', value: [await aBuild(locks, 'running')] };
    await tick(locks);
    expect(await alerts(locks)).toEqual(['missing seen closed']);
    locks.shown.builds = { type: 'known', value: [] };
    locks.pass(5 * MINUTE_MS);
    await tick(locks);
    expect(await alerts(locks)).toEqual(['missing seen closed']);
  });

  it('closes its message when the deploy ends without a build', async () => {
    const locks = aLockService();
    showsNothing(locks);
    await locks.claim(ANN);
    await locks.start(ANN);
    locks.pass(5 * MINUTE_MS);
    await tick(locks);
    await locks.finish(ANN, {}, { result: 'failed' });
    expect(await alerts(locks)).toEqual(['missing ended closed']);
  });

  it.each(['serving', 'revisions', 'builds'] as const)('is not reported while the %s cannot be read', async (part) => {
    const locks = aLockService();
    showsNothing(locks);
    locks.shown[part] = UNREACHABLE;
    await locks.claim(ANN);
    await locks.start(ANN);
    locks.pass(6 * MINUTE_MS);
    await tick(locks);
    expect(await alerts(locks)).toEqual([]);
  });
});

describe('a flagged deploy ends when its build is seen to have ended', () => {
  async function anUnresponsiveDeploy() {
    const locks = aLockService();
    showsNothing(locks);
    await locks.heartbeat(CLAUDE);
    await locks.startFree(CLAUDE);
    locks.pass(3 * HEARTBEAT_MS);
    await tick(locks);
    expect((await locks.lock()).hold?.unresponsive_since).not.toBeNull();
    return locks;
  }

  it('as succeeded when its revision serves: the lock is released, and the thread says who saw it', async () => {
    const locks = await anUnresponsiveDeploy();
    locks.shown.serving = serving({ commit: COMMIT, revision: 'worker-00042' });
    const createdAt = await locks.store.now();
    const created = { service: 'worker', revision: 'worker-00042', commit: COMMIT, createdAt, by: null };
    locks.shown.revisions = { type: 'known', value: [created] };
    await tick(locks);
    expect(await locks.lock()).toMatchObject({
      hold: null,
      last_end: { how: 'released', by: null },
      deploy: { state: 'succeeded', result_from: 'target', served: { verdict: 'matches' } },
    });
    const notices = (await locks.posts()).filter(({ type }) => type === 'lock-notice');
    expect(notices).toMatchObject([{ happened: 'deploy-finished', how: 'released', by: null }]);
  });

  it('as failed when its build failed', async () => {
    const locks = await anUnresponsiveDeploy();
    locks.shown.builds = { type: 'known', value: [await aBuild(locks, 'failed')] };
    await tick(locks);
    expect(await locks.lock()).toMatchObject({
      hold: null,
      deploy: { state: 'failed', result_from: 'target', served: { verdict: 'differs', commit: OTHER } },
    });
  });

  it('but not while its build runs, nor while the target cannot be read', async () => {
    const locks = await anUnresponsiveDeploy();
    locks.shown.builds = { type: 'known', value: [await aBuild(locks, 'running')] };
    await tick(locks);
    locks.shown.builds = UNREACHABLE;
    await tick(locks);
    expect(await locks.lock()).toMatchObject({
      hold: { unresponsive_since: expect.any(String) },
      deploy: { state: 'running' },
    });
  });

  it('and a later report of its session with another result is not recorded', async () => {
    const locks = await anUnresponsiveDeploy();
    locks.shown.builds = { type: 'known', value: [await aBuild(locks, 'failed')] };
    await tick(locks);
    await locks.heartbeat(CLAUDE);
    const token = (await locks.lock()).deploy?.token ?? 0;
    expect(await locks.finish(CLAUDE, { token })).toMatchObject({ type: 'finished', deploy: { state: 'failed' } });
  });

  it('a claim from before the deploy stays when its deploy is overdue and has ended', async () => {
    const locks = aLockService();
    showsNothing(locks);
    await locks.claim(ANN, { forMs: 60 * MINUTE_MS });
    await locks.start(ANN);
    locks.pass(OVERDUE_MS);
    await tick(locks);
    locks.shown.builds = { type: 'known', value: [await aBuild(locks, 'failed')] };
    await tick(locks);
    expect(await locks.lock()).toMatchObject({ hold: { claimant: { name: 'ann' } }, deploy: { state: 'failed' } });
  });
});

describe('a deploy without a flag', () => {
  it('is left to its session, also when its build has ended', async () => {
    const locks = aLockService();
    showsNothing(locks);
    await locks.startFree(ANN);
    locks.shown.builds = { type: 'known', value: [await aBuild(locks, 'failed')] };
    locks.pass(MINUTE_MS);
    await tick(locks);
    expect(await locks.lock()).toMatchObject({ hold: { claimant: { name: 'ann' } }, deploy: { state: 'running' } });
  });
});

describe('the session of a running deploy dies', () => {
  it('and its lock ends at its expiry, because the deploy may continue without its session', async () => {
    const locks = aLockService();
    await locks.heartbeat(CLAUDE);
    await locks.startFree(CLAUDE);
    locks.pass(20 * MINUTE_MS);
    await tick(locks);
    expect(await locks.lock()).toMatchObject({ hold: { unresponsive_since: expect.any(String) } });
    locks.pass(10 * MINUTE_MS);
    await tick(locks);
    expect(await locks.lock()).toMatchObject({
      hold: null,
      last_end: { how: 'expired' },
      deploy: { state: 'unknown' },
    });
  });

  it('and anyone may take over its lock before that', async () => {
    const locks = aLockService();
    await locks.heartbeat(CLAUDE);
    await locks.startFree(CLAUDE);
    locks.pass(20 * MINUTE_MS);
    await tick(locks);
    expect(await locks.takeOver(BEN, { confirmed: 1 })).toMatchObject({ type: 'taken-over' });
  });

  it('and its lock ends at once when the session is ended', async () => {
    const locks = aLockService();
    await locks.heartbeat(CLAUDE);
    await locks.startFree(CLAUDE);
    await locks.end(CLAUDE);
    await tick(locks);
    expect(await locks.lock()).toMatchObject({ hold: null, last_end: { how: 'session-ended' } });
  });
});

describe('a deploy that claims A while B serves', () => {
  it('RT-21: is announced by a message of its own', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    await locks.start(ANN);
    await locks.finish(ANN, {}, { serving: serving({ commit: OTHER }) });
    expect(await alerts(locks)).toEqual(['mismatch null closed']);
  });

  it('is not announced a second time when it was reported as failed', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    await locks.start(ANN);
    await locks.finish(ANN, {}, { result: 'failed', serving: serving({ commit: OTHER }) });
    expect(await alerts(locks)).toEqual([]);
  });
});
