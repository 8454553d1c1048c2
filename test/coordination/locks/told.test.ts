import { describe, expect, it } from 'vitest';
import { ANN, aRoom, BEAT_MS, BEN, CLAUDE, MINUTE_MS, type Room } from './a-room.ts';

async function cardOf(room: Room, token: number) {
  return (await room.posts()).find((post) => post.type === 'lock' && post.token === token);
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
    expect(await room.lock()).toMatchObject({ offer: null, queue: [{ claimant: { name: 'ben' } }] });
    await room.release(BEN, { service: 'global' });
    expect((await room.lock()).offer?.session).toBe(BEN.session);
  });
});
