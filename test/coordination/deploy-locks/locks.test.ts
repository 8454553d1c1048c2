import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { verifyAudit } from '#src/coordination/audit/verify-audit.ts';
import { LOCKS } from '#src/coordination/deploy-locks/lock-storage.ts';
import type { Collection } from '#src/platform/document-store.ts';
import { ANN, ANN_AT_HOME, aLockService, BEN, CLAUDE, CLEO, HEARTBEAT_MS, MINUTE_MS, ROBIN } from './a-lock-service.ts';

describe('RT-22: two sessions deploy the same service', () => {
  it('the second claim is refused with holder, reason, since and until', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    expect(await locks.claim(BEN)).toMatchObject({
      type: 'blocked',
      conflict: {
        type: 'held',
        hold: { claimant: { name: 'ann', session: 'slack:U0ANN' }, reason: 'ann deploys', token: 1 },
      },
    });
  });

  it('two sessions of one person are two, and conflict', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    expect(await locks.claim(ANN_AT_HOME)).toMatchObject({ type: 'blocked' });
    expect(await locks.release(ANN_AT_HOME)).toMatchObject({ type: 'not-yours' });
    expect(await locks.heldBy()).toBe(ANN.session);
  });

  it('an expired claim is announced and recorded, and another session can claim with a higher token', async () => {
    const locks = aLockService();
    await locks.claim(ANN, { forMs: 20 * MINUTE_MS });
    locks.pass(20 * MINUTE_MS);
    expect(await locks.claim(BEN)).toMatchObject({ type: 'claimed', hold: { token: 2 } });
    expect((await locks.lock()).last_end).toMatchObject({ how: 'expired', hold: { token: 1 } });
    expect(await locks.posts()).toContainEqual(
      expect.objectContaining({ type: 'lock', token: 1, ended: expect.objectContaining({ how: 'expired' }) }),
    );
  });

  it('only the holder can release, and no later hold is affected', async () => {
    const locks = aLockService();
    await locks.claim(ANN, { forMs: 20 * MINUTE_MS });
    expect(await locks.release(BEN)).toMatchObject({ type: 'not-yours' });
    locks.pass(20 * MINUTE_MS);
    await locks.claim(BEN);
    expect(await locks.release(ANN, { token: 1 })).toMatchObject({ type: 'stale-token' });
    expect(await locks.release(ANN)).toMatchObject({ type: 'not-yours' });
    expect(await locks.heldBy()).toBe(BEN.session);
  });
});

describe('a lock', () => {
  it('covers one service: another service stays free, global does not', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    expect(await locks.claim(BEN, { service: 'coordinator' })).toMatchObject({ type: 'claimed' });
    expect(await locks.claim(CLEO, { service: 'global' })).toMatchObject({ type: 'blocked' });
  });

  it('that is global blocks every service for other sessions', async () => {
    const locks = aLockService();
    await locks.claim(ANN, { service: 'global' });
    for (const service of ['worker', 'coordinator', 'global']) {
      expect(await locks.claim(BEN, { service })).toMatchObject({
        type: 'blocked',
        conflict: { service: 'global' },
      });
    }
    expect(await locks.claim(ANN)).toMatchObject({ type: 'held-already', service: 'global' });
  });

  it('has tokens that rise across its own and global claims', async () => {
    const locks = aLockService();
    const tokens: number[] = [];
    for (const service of ['worker', 'worker', 'global', 'worker', 'coordinator', 'global', 'coordinator']) {
      const claimed = await locks.claim(ANN, { service });
      if (claimed.type !== 'claimed') throw new Error(claimed.type);
      tokens.push(claimed.hold.token);
      await locks.release(ANN, { service });
    }
    expect(tokens).toEqual([1, 2, 3, 4, 4, 5, 6]);
  });

  it('answers the same request the same way: one token, one record, one message', async () => {
    const locks = aLockService();
    const first = await locks.claim(ANN, { request: 'r1' });
    const posts = await locks.posts();
    expect(await locks.claim(ANN, { request: 'r1' })).toEqual(first);
    expect(await locks.posts()).toEqual(posts);
    await locks.release(ANN);
    expect(await locks.claim(ANN, { request: 'r1' })).toMatchObject({ type: 'ended-since', token: 1 });
    expect((await locks.lock()).hold).toBeNull();
  });

  it('claimed again by its holder is already held, with the same token', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    expect(await locks.claim(ANN)).toMatchObject({ type: 'held-already', hold: { token: 1 } });
  });

  it('is extended to the later of two ends, and by its session only', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    const longer = await locks.extend(ANN, { forMs: 90 * MINUTE_MS });
    const same = await locks.extend(ANN, { forMs: MINUTE_MS });
    expect(longer).toMatchObject({ type: 'extended' });
    expect(same).toMatchObject({ type: 'extended', hold: longer.type === 'extended' ? longer.hold : undefined });
    expect(await locks.extend(BEN)).toMatchObject({ type: 'not-yours' });
    expect(await locks.extend(ANN, { token: 7 })).toMatchObject({ type: 'stale-token' });
  });

  it('can be released while free, and release-all ends only the holds of the session', async () => {
    const locks = aLockService();
    expect(await locks.release(ANN)).toEqual({ type: 'not-held', last: null });
    await locks.claim(ANN);
    await locks.claim(BEN, { service: 'coordinator' });
    expect(await locks.releaseAll(ANN)).toEqual({ released: ['worker'], unreadable: [] });
    expect(await locks.heldBy('coordinator')).toBe(BEN.session);
  });

  it('has every change in the audit, which verifies', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    await locks.join(BEN);
    await locks.extend(ANN, { forMs: 60 * MINUTE_MS });
    await locks.release(ANN, { token: 1 });
    const verified = await verifyAudit(locks.store, locks.deps.audit);
    expect(verified).toMatchObject({ faults: [] });
  });
});

describe('chatops 1.4: a holder crashes', () => {
  it('stays forever (BD): a claim expires on its own, and its end is announced without any command', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    locks.pass(30 * MINUTE_MS);
    await locks.watch.tick();
    expect((await locks.lock()).hold).toBeNull();
    expect(await locks.posts()).toContainEqual(
      expect.objectContaining({ type: 'lock-notice', happened: 'ended', how: 'expired' }),
    );
  });

  it('frees while the deploy is healthy and slow (EZ): a deploy with heartbeats keeps its lock, for eight hours at most', async () => {
    const locks = aLockService();
    await locks.heartbeat(CLAUDE);
    await locks.claim(CLAUDE, { forMs: 5 * MINUTE_MS });
    await locks.start(CLAUDE);
    for (let minutes = 0; minutes < 60; minutes += 1) {
      locks.pass(MINUTE_MS);
      await locks.heartbeat(CLAUDE);
      await locks.watch.tick();
    }
    expect(await locks.heldBy()).toBe(CLAUDE.session);
    for (let minutes = 60; minutes <= 8 * 60; minutes += 1) {
      locks.pass(MINUTE_MS);
      await locks.heartbeat(CLAUDE);
      await locks.watch.tick();
    }
    expect(await locks.lock()).toMatchObject({
      hold: null,
      last_end: { how: 'expired' },
      deploy: { state: 'unknown' },
    });
  });

  it('ignores heartbeats (NB): three missed heartbeats make the holder unresponsive, which is announced once', async () => {
    const locks = aLockService();
    await locks.heartbeat(CLAUDE);
    await locks.claim(CLAUDE, { forMs: 120 * MINUTE_MS });
    locks.pass(3 * HEARTBEAT_MS - 1);
    await locks.watch.tick();
    expect((await locks.lock()).hold?.unresponsive_since).toBeNull();
    locks.pass(1);
    for (let ticks = 0; ticks < 5; ticks += 1) {
      await locks.watch.tick();
      locks.pass(1_000);
    }
    expect((await locks.posts()).filter(({ type }) => type === 'lock-suspect')).toMatchObject([{ outcome: null }]);
    await locks.heartbeat(CLAUDE);
    await locks.watch.tick();
    expect((await locks.posts()).filter(({ type }) => type === 'lock-suspect')).toMatchObject([
      { outcome: 'heard-again' },
    ]);
  });

  it('a dead session loses its lock after notice, and the lock is reserved for the next in the queue', async () => {
    const locks = aLockService();
    await locks.heartbeat(CLAUDE);
    await locks.claim(CLAUDE, { forMs: 120 * MINUTE_MS });
    await locks.join(BEN);
    locks.pass(2 * MINUTE_MS);
    await locks.watch.tick();
    locks.pass(13 * MINUTE_MS);
    await locks.watch.tick();
    expect(await locks.lock()).toMatchObject({
      hold: null,
      last_end: { how: 'session-ended' },
      reservation: { session: BEN.session },
    });
  });

  it('a session that ends loses its locks at once', async () => {
    const locks = aLockService();
    await locks.heartbeat(CLAUDE);
    await locks.claim(CLAUDE);
    await locks.end(CLAUDE);
    expect(await locks.claim(BEN)).toMatchObject({ type: 'claimed' });
    expect(await locks.claim(CLAUDE, { service: 'coordinator' })).toMatchObject({ type: 'session-over' });
  });

  it('a session without heartbeats is never unresponsive; its claim only expires', async () => {
    const locks = aLockService();
    await locks.claim(ANN, { forMs: 60 * MINUTE_MS });
    locks.pass(59 * MINUTE_MS);
    await locks.watch.tick();
    expect((await locks.lock()).hold?.unresponsive_since).toBeNull();
  });
});

describe('chatops 6.3: defects of the sketch', () => {
  it('stale take-over by plain set: of ten concurrent take-overs of one unresponsive hold one succeeds', async () => {
    const locks = aLockService();
    await locks.heartbeat(CLAUDE);
    await locks.claim(CLAUDE, { forMs: 120 * MINUTE_MS });
    locks.pass(3 * HEARTBEAT_MS);
    await locks.watch.tick();
    const contenders = Array.from({ length: 10 }, (_, n) => ({ ...BEN, session: `slack:U${n}`, id: `U${n}` }));
    const answers = await Promise.all(contenders.map((each) => locks.takeOver(each, { confirmed: 1 })));
    expect(answers.filter(({ type }) => type === 'taken-over')).toHaveLength(1);
    expect((await locks.lock()).token).toBe(2);
  });

  it('unconditional delete on release: a forced-out holder cannot release or finish under the new lock', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    await locks.start(ANN);
    await locks.takeOver(BEN, { confirmed: 1, listed: 'listed' });
    expect(await locks.release(ANN, { token: 1 })).toMatchObject({ type: 'stale-token' });
    expect(await locks.finish(ANN, { token: 1 })).toMatchObject({ type: 'stale-token' });
    expect(await locks.lock()).toMatchObject({
      hold: { claimant: { session: BEN.session } },
      deploy: { state: 'unknown' },
    });
  });

  it('a new random session at the end: the owner is the session of the actor, the same at every call', async () => {
    const locks = aLockService();
    await locks.claim(CLAUDE);
    expect(await locks.release({ ...CLAUDE, name: 'claude-again' })).toMatchObject({ type: 'released' });
  });

  it('recursion on the create race: fifty concurrent first claims have one winner', async () => {
    const locks = aLockService();
    const contenders = Array.from({ length: 50 }, (_, n) => ({ ...BEN, session: `slack:U${n}`, id: `U${n}` }));
    const answers = await Promise.all(contenders.map((each) => locks.claim(each)));
    expect(answers.filter(({ type }) => type === 'claimed')).toHaveLength(1);
  });

  it('no heartbeat though the text promises one: a deploy with heartbeats keeps its lock beyond its end', async () => {
    const locks = aLockService();
    await locks.heartbeat(CLAUDE);
    await locks.claim(CLAUDE, { forMs: 5 * MINUTE_MS });
    await locks.start(CLAUDE);
    for (let minutes = 0; minutes < 10; minutes += 1) {
      locks.pass(MINUTE_MS);
      await locks.heartbeat(CLAUDE);
      await locks.watch.tick();
    }
    expect(await locks.heldBy()).toBe(CLAUDE.session);
  });

  it('forced override leaves the old deploy running: it becomes unknown, and cannot end the new deploy', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    await locks.start(ANN);
    await locks.takeOver(BEN, { confirmed: 1, listed: 'listed' });
    expect((await locks.lock()).deploy).toMatchObject({ state: 'unknown', claimant: { name: 'ann' } });
    await locks.start(BEN);
    for (const token of [1, 2]) expect(await locks.finish(ANN, { token })).toMatchObject({ type: 'stale-token' });
    expect(await locks.release(ANN, { token: 1 })).toMatchObject({ type: 'stale-token' });
    expect(await locks.release(ANN)).toMatchObject({ type: 'not-yours' });
    expect(await locks.lock()).toMatchObject({
      hold: { claimant: { session: BEN.session } },
      deploy: { state: 'running', claimant: { name: 'ben' } },
    });
  });

  it('"store down" is not "lock exists": a failing store is a failure, not a refusal', async () => {
    const locks = aLockService();
    const fails = () => Promise.reject(new Error('down'));
    const down = { ...locks.store, get: fails, transaction: fails };
    await expect(aLockService({ store: down }).claim(ANN)).rejects.toThrow('down');
  });
});

describe('a document that does not parse', () => {
  const RAW: Collection<{ readonly service: string }> = {
    name: LOCKS.name,
    schema: z.looseObject({ service: z.string() }),
    indexes: [],
    texts: [],
    times: [],
  };

  it('blocks its scope and global, and nothing else; nobody repairs it', async () => {
    const locks = aLockService();
    await locks.store.create({ collection: RAW, id: 'worker' }, { service: 'worker' });
    const unreadable = { type: 'unreadable', service: 'worker', why: expect.stringContaining('token') };
    expect(await locks.claim(ANN)).toMatchObject(unreadable);
    expect(await locks.claim(ANN, { service: 'global' })).toMatchObject(unreadable);
    expect(await locks.release(ANN)).toMatchObject(unreadable);
    expect(await locks.releaseAll(ANN)).toMatchObject({ released: [], unreadable: [unreadable] });
    expect(await locks.join(ANN)).toMatchObject(unreadable);
    expect(await locks.start(ANN)).toMatchObject(unreadable);
    expect(await locks.claim(ANN, { service: 'coordinator' })).toMatchObject({ type: 'claimed' });
    await locks.watch.tick();
    expect(await locks.store.get({ collection: RAW, id: 'worker' })).toMatchObject({ data: { service: 'worker' } });
  });
});

describe('a take-over', () => {
  it('shows whose claim it is before it is confirmed, and changes nothing', async () => {
    const locks = aLockService();
    await locks.claim(CLAUDE);
    expect(await locks.takeOver(ANN)).toMatchObject({ type: 'confirm', hold: { token: 1 } });
    expect(await locks.heldBy()).toBe(CLAUDE.session);
  });

  it('is allowed to the person the holder acts for, at any transport, but not to another agent of that person', async () => {
    const locks = aLockService();
    await locks.claim(CLAUDE);
    expect(await locks.takeOver(ROBIN, { confirmed: 1 })).toMatchObject({ type: 'not-allowed' });
    expect(await locks.takeOver(BEN, { confirmed: 1 })).toMatchObject({ type: 'not-allowed' });
    expect(await locks.takeOver(ANN_AT_HOME, { confirmed: 1 })).toMatchObject({
      type: 'taken-over',
      hold: { token: 2 },
    });
  });

  it('is not allowed to a namesake with another Slack id', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    const namesake = { ...ANN, id: 'U9', session: 'slack:U9' };
    expect(await locks.takeOver(namesake, { confirmed: 1 })).toMatchObject({ type: 'not-allowed' });
  });

  it('is allowed to the people on the configured list, and to anyone once the holder is unresponsive', async () => {
    const locks = aLockService();
    await locks.heartbeat(CLAUDE);
    await locks.claim(CLAUDE, { forMs: 120 * MINUTE_MS });
    expect(await locks.takeOver(BEN, { confirmed: 1, listed: 'listed' })).toMatchObject({ type: 'taken-over' });
    await locks.release(BEN);
    await locks.claim(CLAUDE, { forMs: 120 * MINUTE_MS });
    locks.pass(3 * HEARTBEAT_MS);
    expect(await locks.takeOver(CLEO, { confirmed: 3 })).toMatchObject({ type: 'taken-over' });
  });

  it('is refused when the confirmed claim has ended in the meantime', async () => {
    const locks = aLockService();
    await locks.claim(CLAUDE);
    await locks.release(CLAUDE);
    await locks.claim(BEN);
    expect(await locks.takeOver(CLEO, { confirmed: 1, listed: 'listed' })).toMatchObject({
      type: 'moved-on',
      hold: { claimant: { name: 'ben' } },
    });
  });

  it('notifies the session that loses the lock, with the reason', async () => {
    const locks = aLockService();
    await locks.claim(CLAUDE);
    await locks.takeOver(ANN, { confirmed: 1 });
    expect(await locks.posts()).toContainEqual(
      expect.objectContaining({
        type: 'lock-notice',
        happened: 'ended',
        how: 'taken-over',
        claimant: expect.objectContaining({ name: 'claude', acts_for: 'ann' }),
        by: expect.objectContaining({ name: 'ann' }),
        reason: 'ann cannot wait',
      }),
    );
  });

  it('repeated by one request has one token', async () => {
    const locks = aLockService();
    await locks.claim(CLAUDE);
    const request = 'r1';
    const first = await locks.takeOver(ANN, { confirmed: 1, request });
    expect(await locks.takeOver(ANN, { confirmed: 1, request })).toMatchObject({
      type: 'claimed',
      hold: first.type === 'taken-over' ? first.hold : {},
    });
    expect((await locks.lock()).token).toBe(2);
  });
});

describe('the queue', () => {
  it('reserves a released lock for the first for five minutes, and blocks every other session', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    await locks.join(BEN);
    await locks.join(CLEO);
    await locks.release(ANN);
    expect((await locks.lock()).reservation?.session).toBe(BEN.session);
    expect(await locks.claim(CLEO)).toMatchObject({ type: 'blocked', conflict: { type: 'reserved' } });
    expect(await locks.claim(BEN)).toMatchObject({ type: 'claimed', hold: { token: 2 } });
    expect((await locks.lock()).queue.map(({ claimant }) => claimant.name)).toEqual(['cleo']);
  });

  it('skips a session that lets its reservation expire, and announces it', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    await locks.join(BEN);
    await locks.join(CLEO);
    await locks.release(ANN);
    locks.pass(5 * MINUTE_MS);
    await locks.watch.tick();
    expect(await locks.lock()).toMatchObject({
      reservation: { session: CLEO.session },
      queue: [{ claimant: { name: 'cleo' } }],
    });
    const offers = (await locks.posts()).filter(({ type }) => type === 'lock-offer');
    expect(offers).toHaveLength(2);
    expect(offers).toContainEqual(
      expect.objectContaining({ to: expect.objectContaining({ name: 'ben' }), outcome: 'passed' }),
    );
    expect(offers).toContainEqual(
      expect.objectContaining({ to: expect.objectContaining({ name: 'cleo' }), outcome: null }),
    );
  });

  it('passes a reservation on at once when its session leaves or ends', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    await locks.heartbeat(CLAUDE);
    await locks.join(CLAUDE);
    await locks.join(BEN);
    await locks.join(CLEO);
    await locks.release(ANN);
    await locks.end(CLAUDE);
    await locks.watch.tick();
    expect((await locks.lock()).reservation?.session).toBe(BEN.session);
    await locks.leave(BEN);
    expect((await locks.lock()).reservation?.session).toBe(CLEO.session);
  });

  it('holds a session once, in its first place', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    expect(await locks.join(BEN)).toMatchObject({ type: 'waiting', place: 1 });
    await locks.join(CLEO);
    expect(await locks.join(BEN)).toMatchObject({ type: 'waiting', place: 1 });
    expect(await locks.leave(CLEO)).toEqual({ type: 'left' });
    expect(await locks.leave(CLEO)).toEqual({ type: 'not-waiting' });
  });

  it('cannot be joined for a lock that is free to claim, nor by its holder', async () => {
    const locks = aLockService();
    expect(await locks.join(ANN)).toEqual({ type: 'yours-to-claim' });
    await locks.claim(ANN);
    expect(await locks.join(ANN)).toMatchObject({ type: 'held-already' });
  });

  it('never starts a deploy itself: the reserved session has to claim', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    await locks.join(BEN);
    await locks.release(ANN);
    await locks.watch.tick();
    expect(await locks.lock()).toMatchObject({ hold: null, deploy: null });
  });
});

describe('a guarded deploy', () => {
  it('starts under a claim, by its token, and is recorded', async () => {
    const locks = aLockService();
    expect(await locks.start(ANN)).toEqual({ type: 'not-claimed', last: null });
    await locks.claim(ANN);
    expect(await locks.start(ANN, { token: 2 })).toMatchObject({ type: 'stale-token', token: 2 });
    expect(await locks.start(ANN, { token: 1 })).toMatchObject({ type: 'started', deploy: { token: 1 } });
    expect(await locks.start(BEN)).toMatchObject({ type: 'blocked' });
    expect(await locks.start(ANN)).toMatchObject({ type: 'runs-already' });
    expect(await locks.finish(ANN, { token: 1 })).toMatchObject({ type: 'finished', deploy: { state: 'succeeded' } });
    expect((await locks.lock()).deploy).toMatchObject({ state: 'succeeded', commit: 'abcdef1' });
  });

  it('started twice by one request starts once', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    const first = await locks.start(ANN, { request: 'r1' });
    expect(await locks.start(ANN, { request: 'r1' })).toEqual(first);
  });

  it('that is already finished gets the same answer again, and is recorded once', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    await locks.start(ANN);
    const first = await locks.finish(ANN, {}, { result: 'failed' });
    locks.pass(MINUTE_MS);
    expect(await locks.finish(ANN, {}, { result: 'failed' })).toEqual(first);
    const notices = (await locks.posts()).filter((post) => 'happened' in post && post.happened === 'deploy-finished');
    expect(notices).toHaveLength(1);
  });

  it('of a session that lost its lock and claimed again cannot be finished with the old token', async () => {
    const locks = aLockService();
    await locks.claim(ANN, { forMs: MINUTE_MS });
    await locks.start(ANN);
    locks.pass(MINUTE_MS);
    await locks.claim(ANN);
    expect(await locks.finish(ANN, { token: 1 })).toMatchObject({ type: 'stale-token' });
    expect(await locks.finish(ANN, { token: 2 })).toMatchObject({ type: 'no-deploy' });
    expect((await locks.lock()).deploy).toMatchObject({ state: 'unknown', token: 1 });
  });

  it('may run under the global lock, and its result is unknown when that lock ends first', async () => {
    const locks = aLockService();
    await locks.claim(ANN, { service: 'global' });
    expect(await locks.start(ANN)).toMatchObject({ type: 'started' });
    expect(await locks.start(ANN, { service: 'coordinator' })).toMatchObject({ type: 'started' });
    await locks.finish(ANN);
    await locks.release(ANN, { service: 'global' });
    expect((await locks.lock()).deploy?.state).toBe('succeeded');
    expect((await locks.lock('coordinator')).deploy?.state).toBe('unknown');
  });
});

describe('the channel', () => {
  it('has one card for each claim that shows its deploy, and notices of the other events in its thread', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    await locks.extend(ANN, { forMs: 90 * MINUTE_MS });
    await locks.join(BEN);
    await locks.start(ANN);
    await locks.finish(ANN);
    await locks.release(ANN);
    const posts = await locks.posts();
    expect(posts.filter(({ type }) => type === 'lock')).toMatchObject([{ deploys: [{ state: 'succeeded' }] }]);
    const happened = () => posts.flatMap((each) => ('happened' in each ? [each.happened] : []));
    expect(happened()).toEqual(['extended', 'joined', 'ended']);
  });

  it('has a notice of a deploy that failed', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    await locks.start(ANN);
    await locks.finish(ANN, {}, { result: 'failed' });
    expect(await locks.posts()).toContainEqual(
      expect.objectContaining({ type: 'lock-notice', happened: 'deploy-finished' }),
    );
  });

  it('shows no refusals', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    const before = await locks.posts();
    await Promise.all([
      locks.claim(BEN),
      locks.release(BEN),
      locks.extend(BEN),
      locks.takeOver(CLEO),
      locks.start(CLEO),
    ]);
    expect(await locks.posts()).toEqual(before);
  });
});
