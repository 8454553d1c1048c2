import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { verifyAudit } from '#src/coordination/audit/verify-audit.ts';
import { LOCKS } from '#src/coordination/deploy-locks/lock-storage.ts';
import type { Collection } from '#src/platform/document-store.ts';
import { ANN, ANN_AT_HOME, aRoom, BEAT_MS, BEN, CLAUDE, CLEO, MINUTE_MS, ROBIN } from './a-lock-service.ts';

describe('RT-22: two sessions deploy the same service', () => {
  it('the second claim is refused with holder, reason, since and until', async () => {
    const room = aRoom();
    await room.claim(ANN);
    expect(await room.claim(BEN)).toMatchObject({
      type: 'blocked',
      conflict: {
        type: 'held',
        hold: { claimant: { name: 'ann', session: 'slack:U0ANN' }, reason: 'ann deploys', token: 1 },
      },
    });
  });

  it('two sessions of one person are two, and conflict', async () => {
    const room = aRoom();
    await room.claim(ANN);
    expect(await room.claim(ANN_AT_HOME)).toMatchObject({ type: 'blocked' });
    expect(await room.release(ANN_AT_HOME)).toMatchObject({ type: 'not-yours' });
    expect(await room.heldBy()).toBe(ANN.session);
  });

  it('a claim that ran out is told, recorded, and can be claimed by another with a higher token', async () => {
    const room = aRoom();
    await room.claim(ANN, { forMs: 20 * MINUTE_MS });
    room.pass(20 * MINUTE_MS);
    expect(await room.claim(BEN)).toMatchObject({ type: 'claimed', hold: { token: 2 } });
    expect((await room.lock()).last_end).toMatchObject({ how: 'expired', hold: { token: 1 } });
    expect(await room.posts()).toContainEqual(
      expect.objectContaining({ type: 'lock', token: 1, ended: expect.objectContaining({ how: 'expired' }) }),
    );
  });

  it('release is for the holder only, and touches no later hold', async () => {
    const room = aRoom();
    await room.claim(ANN, { forMs: 20 * MINUTE_MS });
    expect(await room.release(BEN)).toMatchObject({ type: 'not-yours' });
    room.pass(20 * MINUTE_MS);
    await room.claim(BEN);
    expect(await room.release(ANN, { token: 1 })).toMatchObject({ type: 'stale-token' });
    expect(await room.release(ANN)).toMatchObject({ type: 'not-yours' });
    expect(await room.heldBy()).toBe(BEN.session);
  });
});

describe('a lock', () => {
  it('is of one service: another service is free, global is not', async () => {
    const room = aRoom();
    await room.claim(ANN);
    expect(await room.claim(BEN, { service: 'coordinator' })).toMatchObject({ type: 'claimed' });
    expect(await room.claim(CLEO, { service: 'global' })).toMatchObject({ type: 'blocked' });
  });

  it('that is global keeps everybody out of every service', async () => {
    const room = aRoom();
    await room.claim(ANN, { service: 'global' });
    for (const service of ['worker', 'coordinator', 'global']) {
      expect(await room.claim(BEN, { service })).toMatchObject({
        type: 'blocked',
        conflict: { service: 'global' },
      });
    }
    expect(await room.claim(ANN)).toMatchObject({ type: 'held-already', service: 'global' });
  });

  it('gives tokens that rise for a service across its own and global claims', async () => {
    const room = aRoom();
    const tokens: number[] = [];
    for (const service of ['worker', 'worker', 'global', 'worker', 'coordinator', 'global', 'coordinator']) {
      const claimed = await room.claim(ANN, { service });
      if (claimed.type !== 'claimed') throw new Error(claimed.type);
      tokens.push(claimed.hold.token);
      await room.release(ANN, { service });
    }
    expect(tokens).toEqual([1, 2, 3, 4, 4, 5, 6]);
  });

  it('answers the same request the same way: one token, one record, one message', async () => {
    const room = aRoom();
    const first = await room.claim(ANN, { request: 'r1' });
    const posts = await room.posts();
    expect(await room.claim(ANN, { request: 'r1' })).toEqual(first);
    expect(await room.posts()).toEqual(posts);
    await room.release(ANN);
    expect(await room.claim(ANN, { request: 'r1' })).toMatchObject({ type: 'ended-since', token: 1 });
    expect((await room.lock()).hold).toBeNull();
  });

  it('asked for again by its holder is held already, with the token it has', async () => {
    const room = aRoom();
    await room.claim(ANN);
    expect(await room.claim(ANN)).toMatchObject({ type: 'held-already', hold: { token: 1 } });
  });

  it('is extended to the later of two ends, and by its session only', async () => {
    const room = aRoom();
    await room.claim(ANN);
    const longer = await room.extend(ANN, { forMs: 90 * MINUTE_MS });
    const same = await room.extend(ANN, { forMs: MINUTE_MS });
    expect(same).toEqual(longer);
    expect(await room.extend(BEN)).toMatchObject({ type: 'not-yours' });
    expect(await room.extend(ANN, { token: 7 })).toMatchObject({ type: 'stale-token' });
  });

  it('released when nobody holds it is no fault, and release-all frees what the session holds and nothing else', async () => {
    const room = aRoom();
    expect(await room.release(ANN)).toEqual({ type: 'not-held', last: null });
    await room.claim(ANN);
    await room.claim(BEN, { service: 'coordinator' });
    expect(await room.releaseAll(ANN)).toEqual({ released: ['worker'], unreadable: [] });
    expect(await room.heldBy('coordinator')).toBe(BEN.session);
  });

  it('every change of it is in the audit, which verifies', async () => {
    const room = aRoom();
    await room.claim(ANN);
    await room.join(BEN);
    await room.extend(ANN, { forMs: 60 * MINUTE_MS });
    await room.release(ANN, { token: 1 });
    const verified = await verifyAudit(room.store, room.deps.audit.digest);
    expect(verified).toMatchObject({ faults: [] });
  });
});

describe('chatops 1.4: a holder crashes', () => {
  it('stays for ever (BD): a claim ends by itself at its time, and the channel is told without anybody asking', async () => {
    const room = aRoom();
    await room.claim(ANN);
    room.pass(30 * MINUTE_MS);
    await room.watch.tick();
    expect((await room.lock()).hold).toBeNull();
    expect(await room.posts()).toContainEqual(
      expect.objectContaining({ type: 'lock-notice', happened: 'ended', how: 'expired' }),
    );
  });

  it('frees while the deploy is healthy and slow (EZ): a deploy that beats keeps its lock, for eight hours at most', async () => {
    const room = aRoom();
    await room.beat(CLAUDE);
    await room.claim(CLAUDE, { forMs: 5 * MINUTE_MS });
    await room.start(CLAUDE);
    for (let minutes = 0; minutes < 60; minutes += 1) {
      room.pass(MINUTE_MS);
      await room.beat(CLAUDE);
      await room.watch.tick();
    }
    expect(await room.heldBy()).toBe(CLAUDE.session);
    for (let minutes = 60; minutes <= 8 * 60; minutes += 1) {
      room.pass(MINUTE_MS);
      await room.beat(CLAUDE);
      await room.watch.tick();
    }
    expect(await room.lock()).toMatchObject({ hold: null, last_end: { how: 'expired' }, deploy: { state: 'unknown' } });
  });

  it('no sign of life is looked at (NB): three missed beats make it suspect, said once, with the way to act', async () => {
    const room = aRoom();
    await room.beat(CLAUDE);
    await room.claim(CLAUDE, { forMs: 120 * MINUTE_MS });
    room.pass(3 * BEAT_MS - 1);
    await room.watch.tick();
    expect((await room.lock()).hold?.unresponsive_since).toBeNull();
    room.pass(1);
    for (let ticks = 0; ticks < 5; ticks += 1) {
      await room.watch.tick();
      room.pass(1_000);
    }
    expect((await room.posts()).filter(({ type }) => type === 'lock-suspect')).toMatchObject([{ outcome: null }]);
    await room.beat(CLAUDE);
    await room.watch.tick();
    expect((await room.posts()).filter(({ type }) => type === 'lock-suspect')).toMatchObject([
      { outcome: 'heard-again' },
    ]);
  });

  it('a dead session loses its lock after notice, and the next in the queue is offered it', async () => {
    const room = aRoom();
    await room.beat(CLAUDE);
    await room.claim(CLAUDE, { forMs: 120 * MINUTE_MS });
    await room.join(BEN);
    room.pass(2 * MINUTE_MS);
    await room.watch.tick();
    room.pass(13 * MINUTE_MS);
    await room.watch.tick();
    expect(await room.lock()).toMatchObject({
      hold: null,
      last_end: { how: 'session-ended' },
      reservation: { session: BEN.session },
    });
  });

  it('a session that ends gives up what it held at once', async () => {
    const room = aRoom();
    await room.beat(CLAUDE);
    await room.claim(CLAUDE);
    await room.end(CLAUDE);
    expect(await room.claim(BEN)).toMatchObject({ type: 'claimed' });
    expect(await room.claim(CLAUDE, { service: 'coordinator' })).toMatchObject({ type: 'session-over' });
  });

  it('one who does not beat is never suspected, only runs out', async () => {
    const room = aRoom();
    await room.claim(ANN, { forMs: 60 * MINUTE_MS });
    room.pass(59 * MINUTE_MS);
    await room.watch.tick();
    expect((await room.lock()).hold?.unresponsive_since).toBeNull();
  });
});

describe('chatops 6.3: defects of the sketch', () => {
  it('stale take-over by plain set: of ten who take over one suspect hold one has it', async () => {
    const room = aRoom();
    await room.beat(CLAUDE);
    await room.claim(CLAUDE, { forMs: 120 * MINUTE_MS });
    room.pass(3 * BEAT_MS);
    await room.watch.tick();
    const contenders = Array.from({ length: 10 }, (_, n) => ({ ...BEN, session: `slack:U${n}`, id: `U${n}` }));
    const answers = await Promise.all(contenders.map((each) => room.takeOver(each, { confirmed: 1 })));
    expect(answers.filter(({ type }) => type === 'taken-over')).toHaveLength(1);
    expect((await room.lock()).token).toBe(2);
  });

  it('unconditional delete on release: a forced-out holder cannot release or finish under the new lock', async () => {
    const room = aRoom();
    await room.claim(ANN);
    await room.start(ANN);
    await room.takeOver(BEN, { confirmed: 1, listed: 'listed' });
    expect(await room.release(ANN, { token: 1 })).toMatchObject({ type: 'stale-token' });
    expect(await room.finish(ANN, { token: 1 })).toMatchObject({ type: 'stale-token' });
    expect(await room.lock()).toMatchObject({
      hold: { claimant: { session: BEN.session } },
      deploy: { state: 'unknown' },
    });
  });

  it('a new random session at the end: the owner is the session of the actor, the same at every call', async () => {
    const room = aRoom();
    await room.claim(CLAUDE);
    expect(await room.release({ ...CLAUDE, name: 'claude-again' })).toMatchObject({ type: 'released' });
  });

  it('recursion on the create race: fifty first claims at once have one winner', async () => {
    const room = aRoom();
    const contenders = Array.from({ length: 50 }, (_, n) => ({ ...BEN, session: `slack:U${n}`, id: `U${n}` }));
    const answers = await Promise.all(contenders.map((each) => room.claim(each)));
    expect(answers.filter(({ type }) => type === 'claimed')).toHaveLength(1);
  });

  it('"store down" is not "lock exists": a failing store is a failure and no refusal', async () => {
    const room = aRoom();
    const fails = () => Promise.reject(new Error('down'));
    const down = { ...room.store, get: fails, transaction: fails };
    await expect(aRoom({ store: down }).claim(ANN)).rejects.toThrow('down');
  });
});

describe('a document that makes no sense', () => {
  const RAW: Collection<{ readonly service: string }> = {
    name: LOCKS.name,
    schema: z.looseObject({ service: z.string() }),
    indexes: [],
    texts: [],
    times: [],
  };

  it('blocks its scope and global, and nothing else; nobody repairs it', async () => {
    const room = aRoom();
    await room.store.create({ collection: RAW, id: 'worker' }, { service: 'worker' });
    const unreadable = { type: 'unreadable', service: 'worker', why: expect.stringContaining('token') };
    expect(await room.claim(ANN)).toMatchObject(unreadable);
    expect(await room.claim(ANN, { service: 'global' })).toMatchObject(unreadable);
    expect(await room.release(ANN)).toMatchObject(unreadable);
    expect(await room.releaseAll(ANN)).toMatchObject({ released: [], unreadable: [unreadable] });
    expect(await room.join(ANN)).toMatchObject(unreadable);
    expect(await room.start(ANN)).toMatchObject(unreadable);
    expect(await room.claim(ANN, { service: 'coordinator' })).toMatchObject({ type: 'claimed' });
    await room.watch.tick();
    expect(await room.store.get({ collection: RAW, id: 'worker' })).toMatchObject({ data: { service: 'worker' } });
  });
});

describe('a take-over', () => {
  it('shows whose claim it is before it is confirmed, and changes nothing', async () => {
    const room = aRoom();
    await room.claim(CLAUDE);
    expect(await room.takeOver(ANN)).toMatchObject({ type: 'confirm', hold: { token: 1 } });
    expect(await room.heldBy()).toBe(CLAUDE.session);
  });

  it('is for the person the holder acts for, at whichever door, but not for another agent of that person', async () => {
    const room = aRoom();
    await room.claim(CLAUDE);
    expect(await room.takeOver(ROBIN, { confirmed: 1 })).toMatchObject({ type: 'not-allowed' });
    expect(await room.takeOver(BEN, { confirmed: 1 })).toMatchObject({ type: 'not-allowed' });
    expect(await room.takeOver(ANN_AT_HOME, { confirmed: 1 })).toMatchObject({
      type: 'taken-over',
      hold: { token: 2 },
    });
  });

  it('of one person is no right of a namesake that Slack knows by another id', async () => {
    const room = aRoom();
    await room.claim(ANN);
    const namesake = { ...ANN, id: 'U9', session: 'slack:U9' };
    expect(await room.takeOver(namesake, { confirmed: 1 })).toMatchObject({ type: 'not-allowed' });
  });

  it('is for those the configuration lists, and for anyone once the holder is suspect', async () => {
    const room = aRoom();
    await room.beat(CLAUDE);
    await room.claim(CLAUDE, { forMs: 120 * MINUTE_MS });
    expect(await room.takeOver(BEN, { confirmed: 1, listed: 'listed' })).toMatchObject({ type: 'taken-over' });
    await room.release(BEN);
    await room.claim(CLAUDE, { forMs: 120 * MINUTE_MS });
    room.pass(3 * BEAT_MS);
    expect(await room.takeOver(CLEO, { confirmed: 3 })).toMatchObject({ type: 'taken-over' });
  });

  it('of a claim that has changed hands meanwhile is refused: what was confirmed is that claim', async () => {
    const room = aRoom();
    await room.claim(CLAUDE);
    await room.release(CLAUDE);
    await room.claim(BEN);
    expect(await room.takeOver(CLEO, { confirmed: 1, listed: 'listed' })).toMatchObject({
      type: 'moved-on',
      hold: { claimant: { name: 'ben' } },
    });
  });

  it('tells the one who loses it, with the reason', async () => {
    const room = aRoom();
    await room.claim(CLAUDE);
    await room.takeOver(ANN, { confirmed: 1 });
    expect(await room.posts()).toContainEqual(
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

  it('asked for twice by one request has one token', async () => {
    const room = aRoom();
    await room.claim(CLAUDE);
    const request = 'r1';
    const first = await room.takeOver(ANN, { confirmed: 1, request });
    expect(await room.takeOver(ANN, { confirmed: 1, request })).toMatchObject({
      type: 'claimed',
      hold: first.type === 'taken-over' ? first.hold : {},
    });
    expect((await room.lock()).token).toBe(2);
  });
});

describe('the queue', () => {
  it('offers a released lock to the first for five minutes, and keeps everybody else out', async () => {
    const room = aRoom();
    await room.claim(ANN);
    await room.join(BEN);
    await room.join(CLEO);
    await room.release(ANN);
    expect((await room.lock()).reservation?.session).toBe(BEN.session);
    expect(await room.claim(CLEO)).toMatchObject({ type: 'blocked', conflict: { type: 'reserved' } });
    expect(await room.claim(BEN)).toMatchObject({ type: 'claimed', hold: { token: 2 } });
    expect((await room.lock()).queue.map(({ claimant }) => claimant.name)).toEqual(['cleo']);
  });

  it('skips whoever lets the offer pass, and says so', async () => {
    const room = aRoom();
    await room.claim(ANN);
    await room.join(BEN);
    await room.join(CLEO);
    await room.release(ANN);
    room.pass(5 * MINUTE_MS);
    await room.watch.tick();
    expect(await room.lock()).toMatchObject({
      reservation: { session: CLEO.session },
      queue: [{ claimant: { name: 'cleo' } }],
    });
    const offers = (await room.posts()).filter(({ type }) => type === 'lock-offer');
    expect(offers).toHaveLength(2);
    expect(offers).toContainEqual(
      expect.objectContaining({ to: expect.objectContaining({ name: 'ben' }), outcome: 'passed' }),
    );
    expect(offers).toContainEqual(
      expect.objectContaining({ to: expect.objectContaining({ name: 'cleo' }), outcome: null }),
    );
  });

  it('passes an offer on at once when its session leaves or ends', async () => {
    const room = aRoom();
    await room.claim(ANN);
    await room.beat(CLAUDE);
    await room.join(CLAUDE);
    await room.join(BEN);
    await room.join(CLEO);
    await room.release(ANN);
    await room.end(CLAUDE);
    await room.watch.tick();
    expect((await room.lock()).reservation?.session).toBe(BEN.session);
    await room.leave(BEN);
    expect((await room.lock()).reservation?.session).toBe(CLEO.session);
  });

  it('holds a session once, in its first place', async () => {
    const room = aRoom();
    await room.claim(ANN);
    expect(await room.join(BEN)).toMatchObject({ type: 'waiting', place: 1 });
    await room.join(CLEO);
    expect(await room.join(BEN)).toMatchObject({ type: 'waiting', place: 1 });
    expect(await room.leave(CLEO)).toEqual({ type: 'left' });
    expect(await room.leave(CLEO)).toEqual({ type: 'not-waiting' });
  });

  it('is not entered for a lock that is there to be claimed, nor by its holder', async () => {
    const room = aRoom();
    expect(await room.join(ANN)).toEqual({ type: 'yours-to-claim' });
    await room.claim(ANN);
    expect(await room.join(ANN)).toMatchObject({ type: 'held-already' });
  });

  it('never runs a deploy by itself: an offer is claimed by whoever it was made to', async () => {
    const room = aRoom();
    await room.claim(ANN);
    await room.join(BEN);
    await room.release(ANN);
    await room.watch.tick();
    expect(await room.lock()).toMatchObject({ hold: null, deploy: null });
  });
});

describe('a guarded deploy', () => {
  it('begins under a claim, by its token, and is recorded', async () => {
    const room = aRoom();
    expect(await room.start(ANN)).toEqual({ type: 'not-claimed', last: null });
    await room.claim(ANN);
    expect(await room.start(ANN, { token: 2 })).toMatchObject({ type: 'stale-token', token: 2 });
    expect(await room.start(ANN, { token: 1 })).toMatchObject({ type: 'started', deploy: { token: 1 } });
    expect(await room.start(BEN)).toMatchObject({ type: 'blocked' });
    expect(await room.start(ANN)).toMatchObject({ type: 'runs-already' });
    expect(await room.finish(ANN, { token: 1 })).toMatchObject({ type: 'finished', deploy: { state: 'succeeded' } });
    expect((await room.lock()).deploy).toMatchObject({ state: 'succeeded', commit: 'abcdef1' });
  });

  it('asked for twice by one request begins once', async () => {
    const room = aRoom();
    await room.claim(ANN);
    const first = await room.start(ANN, { request: 'r1' });
    expect(await room.start(ANN, { request: 'r1' })).toEqual(first);
  });

  it('that is finished already is answered as it was, and recorded once', async () => {
    const room = aRoom();
    await room.claim(ANN);
    await room.start(ANN);
    const first = await room.finish(ANN);
    room.pass(MINUTE_MS);
    expect(await room.finish(ANN)).toEqual(first);
    const told = (await room.posts()).filter((post) => 'happened' in post && post.happened === 'deploy-finished');
    expect(told).toHaveLength(1);
  });

  it('of a session that lost its lock and claimed anew is not finished by the token of before', async () => {
    const room = aRoom();
    await room.claim(ANN, { forMs: MINUTE_MS });
    await room.start(ANN);
    room.pass(MINUTE_MS);
    await room.claim(ANN);
    expect(await room.finish(ANN, { token: 1 })).toMatchObject({ type: 'stale-token' });
    expect(await room.finish(ANN, { token: 2 })).toMatchObject({ type: 'no-deploy' });
    expect((await room.lock()).deploy).toMatchObject({ state: 'unknown', token: 1 });
  });

  it('runs under the global lock too, and is unknown when that ends before it', async () => {
    const room = aRoom();
    await room.claim(ANN, { service: 'global' });
    expect(await room.start(ANN)).toMatchObject({ type: 'started' });
    expect(await room.start(ANN, { service: 'coordinator' })).toMatchObject({ type: 'started' });
    await room.finish(ANN);
    await room.release(ANN, { service: 'global' });
    expect((await room.lock()).deploy?.state).toBe('succeeded');
    expect((await room.lock('coordinator')).deploy?.state).toBe('unknown');
  });
});

describe('the channel', () => {
  it('has one living message for each claim, and what happened in its thread', async () => {
    const room = aRoom();
    await room.claim(ANN);
    await room.extend(ANN, { forMs: 90 * MINUTE_MS });
    await room.join(BEN);
    await room.start(ANN);
    await room.finish(ANN);
    await room.release(ANN);
    const posts = await room.posts();
    expect(posts.filter(({ type }) => type === 'lock')).toHaveLength(1);
    expect(
      posts.filter(({ type }) => type === 'lock-notice').map((each) => 'happened' in each && each.happened),
    ).toEqual(['extended', 'joined', 'deploy-started', 'deploy-finished', 'ended']);
  });

  it('is told nothing of refusals', async () => {
    const room = aRoom();
    await room.claim(ANN);
    const before = await room.posts();
    await Promise.all([room.claim(BEN), room.release(BEN), room.extend(BEN), room.takeOver(CLEO), room.start(CLEO)]);
    expect(await room.posts()).toEqual(before);
  });
});
