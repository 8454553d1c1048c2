import { expect, test } from 'vitest';
import { enqueuePosts, POSTS } from '#src/coordination/outbox/post.ts';
import { pendingPosts } from '#src/coordination/outbox/send-post.ts';
import { omitEndedCards } from '#src/workers/omit-ended-cards.ts';
import { LOCK_OFFER } from '../bot/slack/messages/locks-to-render.ts';
import { aClockedStore } from '../coordination/sessions/a-store.ts';
import { silentLog } from '../pipeline/pipeline-stores.ts';

const MINUTE_MS = 60_000;
const OPEN = LOCK_OFFER;
const ENDED = { ...LOCK_OFFER, outcome: 'claimed' } as const;
const NOTE = { type: 'a notice in the thread' };

test('a card that ended before the channel opened is not posted, nor its thread', async () => {
  const machine = aMachine();
  await machine.want('ended', ENDED);
  await machine.want('reply', NOTE, 'ended');
  await machine.want('open', OPEN);
  machine.pass(61 * MINUTE_MS);
  expect(await machine.sent()).toEqual(['open']);
  expect(await machine.sent()).toEqual(['open']);
  expect(await machine.deliveryOf('reply')).toBe('omitted');
});

test('a card that ended in the last hour is posted, because Slack may have been away', async () => {
  const machine = aMachine();
  await machine.want('ended', ENDED);
  machine.pass(59 * MINUTE_MS);
  expect(await machine.sent()).toEqual(['ended']);
});

test('a card that the channel shows as open is edited at its end, however late', async () => {
  const machine = aMachine();
  await machine.want('seen', OPEN);
  await machine.mark('seen', { channel: 'C1', ts: '1.000001', delivery: 'sent' });
  await machine.want('seen', ENDED);
  machine.pass(61 * MINUTE_MS);
  expect(await machine.sent()).toEqual(['seen']);
});

test('a card whose sending began is sent again, because the channel may show it as open', async () => {
  const machine = aMachine();
  await machine.want('began', ENDED);
  await machine.mark('began', { sending_version: 1 });
  machine.pass(61 * MINUTE_MS);
  expect(await machine.sent()).toEqual(['began']);
});

test('an omitted card that changes is posted', async () => {
  const machine = aMachine();
  await machine.want('card', ENDED);
  machine.pass(61 * MINUTE_MS);
  expect(await machine.sent()).toEqual([]);
  await machine.want('card', OPEN);
  expect(await machine.sent()).toEqual(['card']);
});

function aMachine() {
  const { store, pass } = aClockedStore();
  let lateMs = 0;
  const at = (key: string) => ({ collection: POSTS, id: key });
  return {
    pass: (ms: number) => {
      pass(ms);
      lateMs += ms;
    },
    want: (key: string, announcement: object, under?: string) =>
      store.transaction((transaction) =>
        enqueuePosts(transaction, [{ key, announcement, ...(under === undefined ? {} : { under }) }]),
      ),
    mark: async (key: string, fields: Parameters<typeof store.update<typeof POSTS.schema._output>>[1]) => {
      const version = (await store.get(at(key)))?.version;
      if (version !== undefined) await store.update(at(key), fields, version);
    },
    deliveryOf: async (key: string) => (await store.get(at(key)))?.data.delivery,
    /** The keys of the posts that the sender sends now. */
    sent: async () => {
      const now = () => new Date(Date.parse('2026-02-05T18:00:00Z') + lateMs);
      const left = await omitEndedCards({ store, log: silentLog, now }, await pendingPosts(store));
      return left.map(({ key }) => key);
    },
  };
}
