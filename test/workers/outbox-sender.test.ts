import { expect, it } from 'vitest';
import { acquireLease } from '#src/coordination/leases/acquire-lease.ts';
import { enqueuePosts } from '#src/coordination/outbox/post.ts';
import type { Announcements } from '#src/platform/announcements.ts';
import { Unavailable } from '#src/platform/unavailable.ts';
import { outboxSender } from '#src/workers/outbox-sender.ts';
import { aClockedStore } from '../coordination/sessions/a-store.ts';
import { memoryStore, silentLog } from '../pipeline/pipeline-stores.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** A sender whose clock and channel the test controls. */
function aSender() {
  const store = memoryStore();
  const shown: string[] = [];
  const world = { ms: 0, slack: 'there' as 'there' | 'away' };
  const announcements: Announcements = {
    channelOf: () => 'C1',
    show: async ({ key, wanted }) => {
      if (world.slack === 'away') throw new Unavailable('Slack', undefined);
      shown.push(`${key} ${wanted}`);
      return { channel: 'C1', ts: key };
    },
  };
  const now = () => new Date(world.ms);
  const sender = outboxSender({ store, announcements, log: silentLog, now, instanceId: 'a', otherHolders: 'dead' });
  const want = (key: string, n: number) =>
    store.transaction((transaction) => enqueuePosts(transaction, [{ key, announcement: { n } }]));
  return { sender, shown, world, want };
}

it('edits a message at most once a second, with the newest state', async () => {
  const { sender, shown, world, want } = aSender();
  for (let n = 1; n <= 20; n += 1) {
    await want('slate', n);
    await sender.tick();
    world.ms += SECOND_MS / 10;
  }
  expect(shown).toEqual(['slate {"n":1}', 'slate {"n":11}']);
  world.ms += SECOND_MS;
  await sender.tick();
  expect(shown.at(-1)).toBe('slate {"n":20}');
});

it('after ten minutes without Slack the channel catches up to the current state', async () => {
  const { sender, shown, world, want } = aSender();
  world.slack = 'away';
  for (let minute = 0; minute < 10; minute += 1) {
    await want('slate', minute);
    await want(`alert-${minute}`, minute);
    for (let tick = 0; tick < 4; tick += 1) {
      await sender.tick();
      world.ms += MINUTE_MS / 4;
    }
  }
  expect(shown).toEqual([]);

  world.slack = 'there';
  await sender.tick();

  expect(shown.filter((line) => line.startsWith('slate'))).toEqual(['slate {"n":9}']);
  expect(shown.filter((line) => line.startsWith('alert'))).toHaveLength(10);
});

it('a message that Slack refuses does not block the others', async () => {
  const { shown, world } = aSender();
  const store = memoryStore();
  const announcements: Announcements = {
    channelOf: () => 'C1',
    show: async ({ key, wanted }) => {
      if (key === 'bad') throw new Error('invalid_blocks');
      shown.push(wanted);
      return { channel: 'C1', ts: key };
    },
  };
  const now = () => new Date(world.ms);
  const sender = outboxSender({ store, announcements, log: silentLog, now, instanceId: 'a', otherHolders: 'dead' });
  for (const key of ['bad', 'good']) {
    await store.transaction((transaction) => enqueuePosts(transaction, [{ key, announcement: { key } }]));
  }

  await sender.tick();

  expect(shown).toEqual(['{"key":"good"}']);
});

it('a refused picture is retried with growing pauses, and the text is shown in the meantime', async () => {
  const { world } = aSender();
  const store = memoryStore();
  const shownAt: number[] = [];
  const announcements: Announcements = {
    channelOf: () => 'C1',
    show: async ({ key }) => {
      shownAt.push(world.ms);
      return { channel: 'C1', ts: key, picture: 'missing' };
    },
  };
  const now = () => new Date(world.ms);
  const sender = outboxSender({ store, announcements, log: silentLog, now, instanceId: 'a', otherHolders: 'dead' });
  await store.transaction((transaction) => enqueuePosts(transaction, [{ key: 'results', announcement: { n: 1 } }]));

  for (; world.ms <= 5 * MINUTE_MS; world.ms += SECOND_MS) await sender.tick();

  expect(shownAt.map((ms) => ms / SECOND_MS)).toEqual([0, 1, 3, 7, 15, 31, 61, 91, 121, 151]);
});

/** A sender beside a channel that fails for some keys, or for all of them. */
function aFaultyChannel(store = memoryStore()) {
  const { shown, world } = aSender();
  const failing = new Set<string>();
  const announcements: Announcements = {
    channelOf: () => 'C1',
    show: async ({ key, posted }) => {
      if (world.slack === 'away' || failing.has(key)) throw new Unavailable('Slack', undefined);
      shown.push(posted === null ? key : `edit of ${key}`);
      return { channel: 'C1', ts: key };
    },
  };
  const now = () => new Date(world.ms);
  const start = (instanceId: string) =>
    outboxSender({ store, announcements, log: silentLog, now, instanceId, otherHolders: 'dead' });
  const want = (key: string, n: number) =>
    store.transaction((transaction) => enqueuePosts(transaction, [{ key, announcement: { n } }]));
  return { shown, world, failing, start, want };
}

it('after an outage, new messages go out in the order of their events, and edits follow', async () => {
  const { shown, world, start, want } = aFaultyChannel();
  const sender = start('a');
  await want('card', 0);
  await sender.tick();
  world.slack = 'away';
  await want('slate', 0);
  for (let n = 1; n <= 20; n += 1) {
    await want(`lock-${n}`, n);
    await want('slate', n);
    await want('card', n);
    for (let second = 0; second < 30; second += 1) {
      await sender.tick();
      world.ms += SECOND_MS;
    }
  }
  world.slack = 'there';
  await want('results', 1);
  for (let second = 0; second < 31; second += 1) {
    await sender.tick();
    world.ms += SECOND_MS;
  }
  const locks = Array.from({ length: 20 }, (_, index) => `lock-${index + 1}`);
  expect(shown).toEqual(['card', 'slate', ...locks, 'results', 'edit of card']);
});

it('a message that fails for ever lets the others pass within a minute, and keeps none of them later', async () => {
  const { shown, world, failing, start, want } = aFaultyChannel();
  const sender = start('a');
  failing.add('bad');
  await want('bad', 1);
  for (const key of ['one', 'two', 'three']) await want(key, 1);
  for (let second = 0; second < 60; second += 1) {
    await sender.tick();
    world.ms += SECOND_MS;
  }
  expect(shown.toSorted()).toEqual(['one', 'three', 'two']);
  await want('later', 1);
  await sender.tick();
  expect(shown.at(-1)).toBe('later');
  failing.clear();
  world.ms += 30 * SECOND_MS;
  await sender.tick();
  expect(shown.at(-1)).toBe('bad');
});

it.each([-DAY_MS, DAY_MS])('a clock that is changed by %i ms delays no message', async (byMs) => {
  const { sender, shown, world, want } = aSender();
  await want('slate', 1);
  await sender.tick();
  await want('slate', 2);
  world.ms += byMs;
  await sender.tick();
  expect(shown).toEqual(['slate {"n":1}', 'slate {"n":2}']);
});

it('a sender that loses the lease stops in the middle of its list', async () => {
  const { store, pass } = aClockedStore();
  const shown: string[] = [];
  const announcements: Announcements = {
    channelOf: () => 'C1',
    show: async ({ key }) => {
      shown.push(key);
      pass(MINUTE_MS);
      await acquireLease(store, { name: 'post-sender', holder: 'b', leaseMs: MINUTE_MS, otherHolders: 'may-live' });
      return { channel: 'C1', ts: key };
    },
  };
  const now = () => new Date(0);
  const sender = outboxSender({ store, announcements, log: silentLog, now, instanceId: 'a', otherHolders: 'may-live' });
  const posts = ['first', 'second', 'third'].map((key) => ({ key, announcement: { key } }));
  await store.transaction((transaction) => enqueuePosts(transaction, posts));

  await sender.tick();

  expect(shown).toEqual(['first']);
});
