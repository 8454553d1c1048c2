import { describe, expect, it } from 'vitest';
import { AUDIT_RECORDS } from '#src/coordination/audit/audit-record.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { ANN, aRoom, BEAT_MS, BEN, CLAUDE, CLEO, MINUTE_MS, type Room } from './a-lock-service.ts';

async function cardOf(room: Room, token: number) {
  return (await room.posts()).find((post) => post.type === 'lock' && post.token === token);
}

async function ofType(room: Room, type: string) {
  return (await room.posts()).filter((post) => post.type === type);
}

/** What happened, by the key of the post in whose thread it stands. */
async function threadsOf(room: Room): Promise<readonly string[]> {
  const found = await room.store.query({ collection: POSTS }, {});
  const notices = found.filter(({ data }) => data.under !== null);
  const inOrder = notices.toSorted((a, b) => a.data.wanted_at.localeCompare(b.data.wanted_at));
  return inOrder.map(({ data }) => `${data.under}: ${JSON.parse(data.wanted).happened}`);
}

describe('what the channel is told', () => {
  it('the card of a hold that ended keeps the lock for nobody any more once the next has claimed it', async () => {
    const room = aRoom();
    await room.claim(ANN);
    await room.join(BEN);
    await room.release(ANN);
    expect(await cardOf(room, 1)).toMatchObject({ offered_until: expect.any(String), queue: [{}] });
    await room.claim(BEN);
    expect(await cardOf(room, 1)).toMatchObject({ offered_until: null, queue: [] });
  });

  it('a claim that ran out while nobody looked was over at its time, not when it was noticed', async () => {
    const room = aRoom();
    const claimed = await room.claim(ANN, { forMs: 30 * MINUTE_MS });
    const until = claimed.type === 'claimed' ? claimed.hold.until : null;
    room.pass(200 * MINUTE_MS);
    await room.watch.tick();
    expect((await room.lock()).last_end).toMatchObject({ how: 'expired', at: until });
    expect(await cardOf(room, 1)).toMatchObject({ ended: { at: until } });
    const notices = (await room.posts()).filter(({ type }) => type === 'lock-notice');
    expect(notices).toMatchObject([{ how: 'expired', at: until }]);
  });

  it('a holder who falls silent a second time is said aloud a second time', async () => {
    const room = aRoom();
    await room.beat(CLAUDE);
    await room.claim(CLAUDE, { forMs: 120 * MINUTE_MS });
    for (let silences = 0; silences < 2; silences += 1) {
      room.pass(3 * BEAT_MS);
      await room.watch.tick();
      await room.beat(CLAUDE);
      await room.watch.tick();
    }
    expect((await room.posts()).filter(({ type }) => type === 'lock-suspect')).toMatchObject([
      { outcome: 'heard-again' },
      { outcome: 'heard-again' },
    ]);
  });

  it('a session that holds everything is not offered the lock it waited for', async () => {
    const room = aRoom();
    await room.claim(ANN, { service: 'global' });
    await room.join(BEN);
    await room.takeOver(BEN, { service: 'global', confirmed: 1, listed: 'listed' });
    expect(await room.lock()).toMatchObject({ reservation: null, queue: [{ claimant: { name: 'ben' } }] });
    await room.release(BEN, { service: 'global' });
    expect((await room.lock()).reservation?.session).toBe(BEN.session);
  });

  it('the card of who holds everything tells the deploys that run under it, and their threads are its own', async () => {
    const room = aRoom();
    await room.claim(BEN);
    await room.release(BEN);
    await room.claim(ANN, { service: 'global' });
    const global = (await room.lock('global')).token;
    await room.start(ANN);
    expect(await cardOf(room, global)).toMatchObject({ deploys: [{ service: 'worker', state: 'running' }] });
    await room.finish(ANN);
    await room.start(ANN, { service: 'coordinator' });
    expect(await cardOf(room, global)).toMatchObject({
      deploys: [
        { service: 'worker', state: 'succeeded' },
        { service: 'coordinator', state: 'running' },
      ],
    });
    expect(await cardOf(room, 1)).toMatchObject({ service: 'worker', deploys: [] });
    expect(await threadsOf(room)).toEqual([
      'lock-worker-1: ended',
      `lock-global-${global}: deploy-started`,
      `lock-global-${global}: deploy-finished`,
      `lock-global-${global}: deploy-started`,
    ]);
  });

  it('each thread tells what happened to its own hold', async () => {
    const room = aRoom();
    await room.claim(ANN);
    await room.claim(BEN, { service: 'coordinator' });
    await room.join(CLEO);
    await room.join(CLAUDE, { service: 'coordinator' });
    await room.leave(CLAUDE, { service: 'coordinator' });
    await room.takeOver(CLEO, { confirmed: 1, listed: 'listed' });
    await room.release(BEN, { service: 'coordinator' });
    expect(await threadsOf(room)).toEqual([
      'lock-worker-1: joined',
      'lock-coordinator-1: joined',
      'lock-coordinator-1: left',
      'lock-worker-1: ended',
      'lock-coordinator-1: ended',
    ]);
  });

  it('the message of a suspect hold says who took it over', async () => {
    const room = aRoom();
    await room.beat(CLAUDE);
    await room.claim(CLAUDE, { forMs: 120 * MINUTE_MS });
    room.pass(3 * BEAT_MS);
    await room.watch.tick();
    expect(await ofType(room, 'lock-suspect')).toMatchObject([{ outcome: null, settled_by: null }]);
    await room.takeOver(BEN, { confirmed: 1 });
    expect(await ofType(room, 'lock-suspect')).toMatchObject([{ outcome: 'taken-over', settled_by: { name: 'ben' } }]);
  });

  it('of two offers at once each tells what became of it', async () => {
    const room = aRoom();
    for (const [service, waiting] of [
      ['worker', BEN],
      ['coordinator', CLEO],
    ] as const) {
      await room.claim(ANN, { service });
      await room.join(waiting, { service });
    }
    await room.releaseAll(ANN);
    const told = async () =>
      (await ofType(room, 'lock-offer')).map((post) => 'to' in post && `${post.to.name}: ${post.outcome}`);
    expect((await told()).toSorted()).toEqual(['ben: null', 'cleo: null']);
    await room.claim(BEN);
    expect((await told()).toSorted()).toEqual(['ben: claimed', 'cleo: null']);
    room.pass(5 * MINUTE_MS);
    await room.watch.tick();
    expect((await told()).toSorted()).toEqual(['ben: claimed', 'cleo: passed']);
  });

  it('an offer whose session leaves the queue is withdrawn', async () => {
    const room = aRoom();
    await room.claim(ANN);
    await room.join(BEN);
    await room.release(ANN);
    await room.leave(BEN);
    expect(await ofType(room, 'lock-offer')).toMatchObject([{ to: { name: 'ben' }, outcome: 'withdrawn' }]);
  });
});

describe('what the audit keeps', () => {
  it('of each change what was before and what came after', async () => {
    const room = aRoom();
    await room.claim(ANN);
    await room.join(CLEO);
    await room.takeOver(BEN, { confirmed: 1, listed: 'listed' });
    await room.release(BEN);
    const found = await room.store.query({ collection: AUDIT_RECORDS }, {});
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
