import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { endSession } from '#src/coordination/sessions/end-session.ts';
import { sessionToStop } from '#src/coordination/sessions/session-to-stop.ts';
import { startSession } from '#src/coordination/sessions/start-session.ts';
import { aTrail } from '../audit/a-chain.ts';
import { aClockedStore } from './a-store.ts';

const PRESS = { channel: 'C1', ts: '1770328800.000100', request: 'Ev1' };
const TO_STOP = { type: 'to-stop', sessionId: 'session_7' };

/** A session whose card is the message of `PRESS`. */
async function aShownSession() {
  const { store } = aClockedStore();
  const start = () =>
    startSession(
      { store, services: ['worker'], newId: randomUUID },
      { sessionId: 'session_7', name: 'claude-7', actsFor: 'ann', forMs: 60_000 },
      aTrail(),
    );
  await start();
  const [post] = await store.query({ collection: POSTS }, {});
  if (post === undefined) throw new Error('a session has a card');
  await store.update({ collection: POSTS, id: post.id }, { channel: PRESS.channel, ts: PRESS.ts }, post.version);
  return { store, start };
}

it('a press ends the session whose card it belongs to, and no other', async () => {
  const { store } = await aShownSession();
  expect(await sessionToStop(store, PRESS)).toEqual(TO_STOP);
  expect(await sessionToStop(store, { ...PRESS, channel: 'C2' })).toEqual({ type: 'unknown' });
  expect(await sessionToStop(store, { ...PRESS, ts: '1770328800.000200' })).toEqual({ type: 'unknown' });
});

it('a press that is delivered again does not end a session that has started again; a new press does', async () => {
  const { store, start } = await aShownSession();
  await endSession(store, 'session_7', { ...aTrail(), request: PRESS.request });
  await start();
  expect(await sessionToStop(store, PRESS)).toEqual({ type: 'stopped-before' });
  expect(await sessionToStop(store, { ...PRESS, request: 'Ev2' })).toEqual(TO_STOP);
});
