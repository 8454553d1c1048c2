import { describe, expect, it } from 'vitest';
import { AUDIT_RECORDS } from '#src/coordination/audit/audit-record.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { ANN, aLockService, BEN, CLAUDE, CLEO, HEARTBEAT_MS, type LockHarness, MINUTE_MS } from './a-lock-service.ts';

async function cardOf(locks: LockHarness, token: number) {
  return (await locks.posts()).find((post) => post.type === 'lock' && post.token === token);
}

async function ofType(locks: LockHarness, type: string) {
  return (await locks.posts()).filter((post) => post.type === type);
}

/** What happened, with the key of the post whose thread it is in. */
async function threadsOf(locks: LockHarness): Promise<readonly string[]> {
  const found = await locks.store.query({ collection: POSTS }, {});
  const notices = found.filter(({ data }) => data.under !== null);
  const inOrder = notices.toSorted((a, b) => a.data.wanted_at.localeCompare(b.data.wanted_at));
  return inOrder.map(({ data }) => `${data.under}: ${JSON.parse(data.wanted).happened}`);
}

describe('the channel', () => {
  it('the card of an ended hold shows no reservation once the next session has claimed the lock', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    await locks.join(BEN);
    await locks.release(ANN);
    expect(await cardOf(locks, 1)).toMatchObject({ offered_until: expect.any(String), queue: [{}] });
    await locks.claim(BEN);
    expect(await cardOf(locks, 1)).toMatchObject({ offered_until: null, queue: [] });
  });

  it('a claim that expired unnoticed ended at its expiry, not when it was noticed', async () => {
    const locks = aLockService();
    const claimed = await locks.claim(ANN, { forMs: 30 * MINUTE_MS });
    const until = claimed.type === 'claimed' ? claimed.hold.until : null;
    locks.pass(200 * MINUTE_MS);
    await locks.watch.tick();
    expect((await locks.lock()).last_end).toMatchObject({ how: 'expired', at: until });
    expect(await cardOf(locks, 1)).toMatchObject({ ended: { at: until } });
    const notices = (await locks.posts()).filter(({ type }) => type === 'lock-notice');
    expect(notices).toMatchObject([{ how: 'expired', at: until }]);
  });

  it('a holder that becomes unresponsive a second time is announced a second time', async () => {
    const locks = aLockService();
    await locks.heartbeat(CLAUDE);
    await locks.claim(CLAUDE, { forMs: 120 * MINUTE_MS });
    for (let silences = 0; silences < 2; silences += 1) {
      locks.pass(3 * HEARTBEAT_MS);
      await locks.watch.tick();
      await locks.heartbeat(CLAUDE);
      await locks.watch.tick();
    }
    expect((await locks.posts()).filter(({ type }) => type === 'lock-suspect')).toMatchObject([
      { outcome: 'heard-again' },
      { outcome: 'heard-again' },
    ]);
  });

  it('the global holder gets no reservation of a lock it waited for', async () => {
    const locks = aLockService();
    await locks.claim(ANN, { service: 'global' });
    await locks.join(BEN);
    await locks.takeOver(BEN, { service: 'global', confirmed: 1, listed: 'listed' });
    expect(await locks.lock()).toMatchObject({ reservation: null, queue: [{ claimant: { name: 'ben' } }] });
    await locks.release(BEN, { service: 'global' });
    expect((await locks.lock()).reservation?.session).toBe(BEN.session);
  });

  it('the card of the global hold shows the deploys under it, and the notice of a failed one is in its thread', async () => {
    const locks = aLockService();
    await locks.claim(BEN);
    await locks.release(BEN);
    await locks.claim(ANN, { service: 'global' });
    const global = (await locks.lock('global')).token;
    await locks.start(ANN);
    expect(await cardOf(locks, global)).toMatchObject({ deploys: [{ service: 'worker', state: 'running' }] });
    await locks.finish(ANN);
    await locks.start(ANN, { service: 'coordinator' });
    expect(await cardOf(locks, global)).toMatchObject({
      deploys: [
        { service: 'worker', state: 'succeeded' },
        { service: 'coordinator', state: 'running' },
      ],
    });
    await locks.finish(ANN, { service: 'coordinator' }, { result: 'failed' });
    expect(await cardOf(locks, 1)).toMatchObject({ service: 'worker', deploys: [] });
    expect(await threadsOf(locks)).toEqual(['lock-worker-1: ended', `lock-global-${global}: deploy-finished`]);
  });

  it('the card of an ended hold keeps its deploy when the next deploy starts', async () => {
    const locks = aLockService();
    await locks.startFree(ANN);
    await locks.finish(ANN);
    await locks.release(ANN);
    await locks.startFree(BEN);
    expect(await cardOf(locks, 1)).toMatchObject({ deploys: [{ state: 'succeeded', claimant: { name: 'ann' } }] });
    expect(await cardOf(locks, 2)).toMatchObject({ deploys: [{ state: 'running', claimant: { name: 'ben' } }] });
  });

  it('the card of an ended hold keeps its deploy while the service is deployed under the global lock', async () => {
    const locks = aLockService();
    await locks.startFree(ANN);
    await locks.release(ANN);
    await locks.claim(BEN, { service: 'global' });
    await locks.start(BEN);
    await locks.join(CLEO);
    await locks.finish(BEN);
    expect(await cardOf(locks, 1)).toMatchObject({ queue: [{}], deploys: [{ state: 'unknown', token: 1 }] });
  });

  it('each thread has the notices of its own hold', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    await locks.claim(BEN, { service: 'coordinator' });
    await locks.join(CLEO);
    await locks.join(CLAUDE, { service: 'coordinator' });
    await locks.leave(CLAUDE, { service: 'coordinator' });
    await locks.takeOver(CLEO, { confirmed: 1, listed: 'listed' });
    await locks.release(BEN, { service: 'coordinator' });
    expect(await threadsOf(locks)).toEqual([
      'lock-worker-1: joined',
      'lock-coordinator-1: joined',
      'lock-coordinator-1: left',
      'lock-worker-1: ended',
      'lock-coordinator-1: ended',
    ]);
  });

  it('the message about an unresponsive holder says who took over', async () => {
    const locks = aLockService();
    await locks.heartbeat(CLAUDE);
    await locks.claim(CLAUDE, { forMs: 120 * MINUTE_MS });
    locks.pass(3 * HEARTBEAT_MS);
    await locks.watch.tick();
    expect(await ofType(locks, 'lock-suspect')).toMatchObject([{ outcome: null, settled_by: null }]);
    await locks.takeOver(BEN, { confirmed: 1 });
    expect(await ofType(locks, 'lock-suspect')).toMatchObject([{ outcome: 'taken-over', settled_by: { name: 'ben' } }]);
  });

  it('two concurrent reservations each show their outcome', async () => {
    const locks = aLockService();
    for (const [service, waiting] of [
      ['worker', BEN],
      ['coordinator', CLEO],
    ] as const) {
      await locks.claim(ANN, { service });
      await locks.join(waiting, { service });
    }
    await locks.releaseAll(ANN);
    const told = async () =>
      (await ofType(locks, 'lock-offer')).map((post) => 'to' in post && `${post.to.name}: ${post.outcome}`);
    expect((await told()).toSorted()).toEqual(['ben: null', 'cleo: null']);
    await locks.claim(BEN);
    expect((await told()).toSorted()).toEqual(['ben: claimed', 'cleo: null']);
    locks.pass(5 * MINUTE_MS);
    await locks.watch.tick();
    expect((await told()).toSorted()).toEqual(['ben: claimed', 'cleo: passed']);
  });

  it('a reservation is withdrawn when its session leaves the queue', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    await locks.join(BEN);
    await locks.release(ANN);
    await locks.leave(BEN);
    expect(await ofType(locks, 'lock-offer')).toMatchObject([{ to: { name: 'ben' }, outcome: 'withdrawn' }]);
  });
});

describe('the audit', () => {
  it('keeps the state before and after each change', async () => {
    const locks = aLockService();
    await locks.claim(ANN);
    await locks.join(CLEO);
    await locks.takeOver(BEN, { confirmed: 1, listed: 'listed' });
    await locks.release(BEN);
    const found = await locks.store.query({ collection: AUDIT_RECORDS }, {});
    const records = found.map(({ data }) => data).toSorted((a, b) => a.seq - b.seq);
    const told = records.map(({ actor, action, before, after }) => ({
      actor: actor.name,
      action,
      before: JSON.parse(before ?? 'null'),
      after: JSON.parse(after ?? 'null'),
    }));
    const claimant = (name: string) => ({ claimant: expect.objectContaining({ name }) });
    expect(told).toMatchObject([
      { actor: 'ann', action: 'lock.claimed', before: null, after: { token: 1, ...claimant('ann') } },
      { actor: 'cleo', action: 'lock.joined', before: null, after: claimant('cleo') },
      {
        actor: 'ben',
        action: 'lock.taken-over',
        before: { token: 1, ...claimant('ann') },
        after: { reason: 'ben cannot wait' },
      },
      { actor: 'ben', action: 'lock.claimed', before: null, after: { token: 2, ...claimant('ben') } },
      { actor: 'ben', action: 'lock.released', before: { token: 2, ...claimant('ben') }, after: null },
      { actor: 'ben', action: 'lock.offered', before: null, after: claimant('cleo') },
    ]);
  });
});
