import { describe, expect, it } from 'vitest';
import { enqueuePosts, POSTS } from '#src/coordination/outbox/post.ts';
import { receiptsOf } from '#src/coordination/outbox/receipt.ts';
import { pendingPosts, sendPost } from '#src/coordination/outbox/send-post.ts';
import type { Announcements, WantedMessage } from '#src/platform/announcements.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { Unavailable } from '#src/platform/unavailable.ts';
import { memoryStore } from '#test/pipeline/pipeline-stores.ts';

const KEY = 'slate-2026-02-05';

type Fault = 'none' | 'before-it-arrives' | 'after-it-arrived';

/** A channel that shows one message for each key, as the port promises, and loses answers on demand. */
function aChannel() {
  const messages: { key: string; ts: string; shown: string[] }[] = [];
  let fault: Fault = 'none';
  const post = ({ key, wanted, posted, history }: WantedMessage) => {
    const known = messages.find(({ ts }) => ts === posted?.ts);
    const searched = history === 'unknown' ? messages.find((other) => other.key === key) : undefined;
    const message = known ?? searched ?? { key, ts: String(messages.length + 1), shown: [] };
    if (!messages.includes(message)) messages.push(message);
    message.shown.push(wanted);
    return { channel: 'C1', ts: message.ts };
  };
  const announcements: Announcements = {
    channelOf: () => 'C1',
    show: async (message) => {
      const now = fault;
      fault = 'none';
      if (now === 'before-it-arrives') throw new Unavailable('Slack', undefined);
      const posted = post(message);
      if (now === 'after-it-arrived') throw new Unavailable('Slack', undefined);
      return posted;
    },
  };
  return {
    announcements,
    messages,
    failNext: (next: Fault) => {
      fault = next;
    },
  };
}

const want = (store: DocumentStore, n: number) =>
  store.transaction((transaction) => enqueuePosts(transaction, [{ key: KEY, announcement: { n } }]));

const shown = (channel: ReturnType<typeof aChannel>) => channel.messages.map((message) => message.shown.at(-1));

describe('a post', () => {
  it('is posted once and then edited in place', async () => {
    const store = memoryStore();
    const channel = aChannel();
    for (const n of [1, 2, 3]) {
      await want(store, n);
      expect(await sendPost({ store, ...channel }, KEY)).toBe('sent');
    }
    expect(channel.messages).toMatchObject([{ shown: ['{"n":1}', '{"n":2}', '{"n":3}'] }]);
    expect(await pendingPosts(store)).toEqual([]);
  });

  it('shows only the newest of several wanted states', async () => {
    const store = memoryStore();
    const channel = aChannel();
    for (const n of [1, 2, 3]) await want(store, n);
    await sendPost({ store, ...channel }, KEY);
    expect(channel.messages).toMatchObject([{ shown: ['{"n":3}'] }]);
  });

  it('is due again when its wanted state changes while it is being sent', async () => {
    const store = memoryStore();
    const channel = aChannel();
    await want(store, 1);
    const slow: Announcements = {
      channelOf: () => 'C1',
      show: async (message) => {
        await want(store, 2);
        return channel.announcements.show(message);
      },
    };
    await sendPost({ store, announcements: slow }, KEY);
    expect(await pendingPosts(store)).toMatchObject([{ key: KEY }]);
    await sendPost({ store, ...channel }, KEY);
    expect(shown(channel)).toEqual(['{"n":2}']);
  });

  it('changes nothing when the wanted state is unchanged', async () => {
    const store = memoryStore();
    const channel = aChannel();
    await want(store, 1);
    await sendPost({ store, ...channel }, KEY);
    await want(store, 1);
    expect(await sendPost({ store, ...channel }, KEY)).toBe('nothing-due');
  });

  it.each(['before-it-arrives', 'after-it-arrived'] as const)(
    'whose answer is lost %s is one message in the end',
    async (fault) => {
      const store = memoryStore();
      const channel = aChannel();
      await want(store, 1);
      channel.failNext(fault);
      await expect(sendPost({ store, ...channel }, KEY)).rejects.toThrow(Unavailable);
      await sendPost({ store, ...channel }, KEY);
      expect(shown(channel)).toEqual(['{"n":1}']);
      expect(await pendingPosts(store)).toEqual([]);
    },
  );

  it.each(['update', 'get'] as const)('whose sender is killed at any %s is one message in the end', async (method) => {
    for (let step = 1; step <= 4; step += 1) {
      const store = memoryStore();
      const channel = aChannel();
      await want(store, 1);
      let calls = 0;
      const dying = {
        ...store,
        [method]: (...args: Parameters<(typeof store)[typeof method]>) => {
          calls += 1;
          if (calls === step) throw new Error('killed');
          return Reflect.apply(store[method], store, args);
        },
      };
      await sendPost({ store: dying, ...channel }, KEY).catch(() => 'killed');
      await sendPost({ store, ...channel }, KEY);
      expect(shown(channel)).toEqual(['{"n":1}']);
      expect(await store.count({ collection: POSTS }, [['delivery', '==', 'sent']])).toBe(1);
    }
  });
});

describe('a post whose picture is refused', () => {
  /** A channel that accepts pictures from some attempt on. */
  function aPictureChannel(takenFrom: number) {
    const calls: WantedMessage[] = [];
    const announcements: Announcements = {
      channelOf: () => 'C1',
      show: async (message) => {
        calls.push(message);
        const place = { channel: 'C1', ts: message.posted?.ts ?? String(calls.length) };
        return calls.length >= takenFrom ? place : { ...place, picture: 'missing' };
      },
    };
    return { announcements, calls };
  }

  it('is posted, is due again, and is edited in place once the picture is accepted', async () => {
    const store = memoryStore();
    const { announcements, calls } = aPictureChannel(3);
    await want(store, 1);
    const results = [];
    for (let attempt = 1; attempt <= 4; attempt += 1) results.push(await sendPost({ store, announcements }, KEY));
    expect(results).toEqual(['without-picture', 'without-picture', 'sent', 'nothing-due']);
    expect(calls.map(({ posted }) => posted?.ts)).toEqual([undefined, '1', '1']);
  });

  it('is left as it is after ten tries, and tried again when it changes', async () => {
    const store = memoryStore();
    const { announcements, calls } = aPictureChannel(Number.POSITIVE_INFINITY);
    await want(store, 1);
    for (let attempt = 1; attempt <= 15; attempt += 1) await sendPost({ store, announcements }, KEY);
    expect(calls).toHaveLength(10);
    await want(store, 2);
    expect(await sendPost({ store, announcements }, KEY)).toBe('without-picture');
  });
});

describe('a receipt', () => {
  const wantReceipt = (store: DocumentStore, n: number) =>
    store.transaction((transaction) => enqueuePosts(transaction, [{ key: KEY, announcement: { n }, receipt: 'kept' }]));
  const contents = async (store: DocumentStore) =>
    (await receiptsOf(store, KEY)).map(({ version, content }) => [version, content]);

  it('keeps each version that the channel has shown, and no other', async () => {
    const store = memoryStore();
    const channel = aChannel();
    for (const n of [1, 2]) {
      await wantReceipt(store, n);
      await sendPost({ store, ...channel }, KEY);
    }
    await wantReceipt(store, 3);
    await wantReceipt(store, 4);
    await want(store, 5);
    await sendPost({ store, ...channel }, KEY);
    expect(await contents(store)).toEqual([
      [1, '{"n":1}'],
      [2, '{"n":2}'],
    ]);
  });

  it('is of the version that was sent, although a newer one is wanted by then', async () => {
    const store = memoryStore();
    const channel = aChannel();
    await wantReceipt(store, 1);
    const slow: Announcements = {
      channelOf: () => 'C1',
      show: async (message) => {
        await wantReceipt(store, 2);
        return channel.announcements.show(message);
      },
    };
    await sendPost({ store, announcements: slow }, KEY);
    expect(await contents(store)).toEqual([[1, '{"n":1}']]);
  });

  it('exists only when the channel has answered, and stays when the version is sent again', async () => {
    const store = memoryStore();
    const channel = aChannel();
    await wantReceipt(store, 1);
    channel.failNext('after-it-arrived');
    await expect(sendPost({ store, ...channel }, KEY)).rejects.toThrow(Unavailable);
    expect(await contents(store)).toEqual([]);
    const pictureless: Announcements = {
      channelOf: () => 'C1',
      show: async (message) => ({ ...(await channel.announcements.show(message)), picture: 'missing' }),
    };
    await sendPost({ store, announcements: pictureless }, KEY);
    const [first] = await receiptsOf(store, KEY);
    await sendPost({ store, ...channel }, KEY);
    expect(await receiptsOf(store, KEY)).toEqual([first]);
  });
});
