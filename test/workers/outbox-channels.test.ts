import { describe, expect, it } from 'vitest';
import { enqueuePosts, type NewPost } from '#src/coordination/outbox/post.ts';
import { readRefusals } from '#src/coordination/outbox/refusals.ts';
import type { Announcements } from '#src/platform/announcements.ts';
import { PostRefused, type RefusalFault } from '#src/platform/post-refused.ts';
import { RateLimited } from '#src/platform/rate-limited.ts';
import { outboxSender } from '#src/workers/outbox-sender.ts';
import { memoryStore, NOW, silentLog } from '../pipeline/pipeline-stores.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** A sender beside two channels. The part of a key before the dash is the channel of its new message. */
function twoChannels() {
  const store = memoryStore();
  const world = { ms: NOW.getTime(), limited: new Map<string, number>(), refused: new Map<string, RefusalFault>() };
  const [shown, printed]: [string[], string[]] = [[], []];
  const channelOf: Announcements['channelOf'] = ({ wanted, posted }) =>
    posted?.channel ?? String(JSON.parse(wanted).channel);
  const announcements: Announcements = {
    channelOf,
    show: async (message) => {
      const channel = message.thread?.channel ?? channelOf(message);
      const untilMs = world.limited.get(channel) ?? 0;
      if (world.ms < untilMs) throw new RateLimited(untilMs - world.ms);
      const fault = world.refused.get(channel);
      if (fault !== undefined)
        throw new PostRefused({ fault, code: `bad_${fault}`, message: `${channel} is refused.` });
      shown.push(`${channel}: ${message.key}`);
      return { channel, ts: message.key };
    },
  };
  const now = () => new Date(world.ms);
  const deps = { store, announcements, log: silentLog, now, otherHolders: 'dead' } as const;
  const start = (instanceId = 'a') =>
    outboxSender({ ...deps, instanceId, printNotice: (sentence) => printed.push(sentence) });
  const want = (key: string, { under, n = 1 }: { readonly under?: string; readonly n?: number } = {}) => {
    const announcement = { channel: key.split('-', 1).join(''), n };
    const post: NewPost = { key, announcement, ...(under === undefined ? {} : { under }) };
    return store.transaction((transaction) => enqueuePosts(transaction, [post]));
  };
  const run = async (sender: ReturnType<typeof start>, ms: number) => {
    for (const end = world.ms + ms; world.ms < end; world.ms += SECOND_MS) await sender.tick();
  };
  return { world, shown, printed, start, want, run, refusals: () => readRefusals(store, now()) };
}

describe('a rate limit in one channel', () => {
  it('delays no post in another channel, and keeps the order within its own', async () => {
    const { world, shown, start, want, run } = twoChannels();
    const sender = start();
    world.limited.set('alerts', world.ms + 30 * SECOND_MS);
    for (const key of ['alerts-1', 'slates-1', 'alerts-2', 'slates-2', 'alerts-3']) await want(key);
    await sender.tick();
    expect(shown).toEqual(['slates: slates-1', 'slates: slates-2']);
    await run(sender, 30 * SECOND_MS);
    expect(shown).toHaveLength(2);
    await sender.tick();
    expect(shown.slice(2)).toEqual(['alerts: alerts-1', 'alerts: alerts-2', 'alerts: alerts-3']);
  });

  it('holds back the replies in its threads, too', async () => {
    const { world, shown, start, want, run } = twoChannels();
    const sender = start();
    await want('alerts-card');
    await sender.tick();
    world.limited.set('alerts', world.ms + 10 * SECOND_MS);
    await want('alerts-other');
    await want('slates-reply', { under: 'alerts-card' });
    await want('slates-1');
    await sender.tick();
    expect(shown).toEqual(['alerts: alerts-card', 'slates: slates-1']);
    await run(sender, 11 * SECOND_MS);
    expect(shown.slice(2)).toEqual(['alerts: alerts-other', 'alerts: slates-reply']);
  });

  it('does not keep a closing sender waiting', async () => {
    const { world, shown, start, want } = twoChannels();
    world.limited.set('alerts', world.ms + 60 * SECOND_MS);
    await want('alerts-1');
    await want('slates-1');
    await start().finish(AbortSignal.timeout(60 * SECOND_MS));
    expect(shown).toEqual(['slates: slates-1']);
  });
});

describe('a channel that is refused', () => {
  it('is named with its reason, and the other channels get their posts', async () => {
    const { world, shown, printed, start, want, run, refusals } = twoChannels();
    const sender = start();
    world.refused.set('alerts', 'channel');
    for (const key of ['alerts-1', 'slates-1', 'alerts-2']) await want(key);
    await run(sender, MINUTE_MS);
    expect(shown).toEqual(['slates: slates-1']);
    expect(printed).toEqual(['alerts is refused.']);
    expect(await refusals()).toMatchObject({
      channels: [{ channel: 'alerts', code: 'bad_channel', reason: 'alerts is refused.' }],
    });
    world.refused.clear();
    await run(sender, 10 * MINUTE_MS);
    expect(shown.slice(1)).toEqual(['alerts: alerts-1', 'alerts: alerts-2']);
    expect(printed.at(-1)).toBe('The channel alerts accepts posts again.');
    expect((await refusals()).channels).toEqual([]);
  });

  it('is no longer named when another process, which started earlier, has sent its posts', async () => {
    const { world, shown, printed, start, want, run, refusals } = twoChannels();
    const other = start('b');
    await other.tick();
    world.refused.set('alerts', 'channel');
    await want('alerts-1');
    await run(start('a'), SECOND_MS);
    expect((await refusals()).channels).toHaveLength(1);
    world.refused.clear();
    await other.tick();
    expect(shown).toEqual(['alerts: alerts-1']);
    expect(printed.at(-1)).toBe('The channel alerts accepts posts again.');
    expect((await refusals()).channels).toEqual([]);
  });

  it('is forgotten when no post waits for it any more', async () => {
    const { world, start, want, run, refusals } = twoChannels();
    world.refused.set('alerts', 'channel');
    await want('alerts-1');
    await run(start(), SECOND_MS);
    expect((await refusals()).channels).toHaveLength(1);
    world.refused.set('alerts', 'message');
    await run(start(), SECOND_MS);
    await run(start(), SECOND_MS);
    expect((await refusals()).channels).toEqual([]);
  });
});

it('an app that is refused sends to no channel', async () => {
  const { world, shown, start, want, run, refusals } = twoChannels();
  world.refused.set('alerts', 'access');
  await want('alerts-1');
  await want('slates-1');
  await run(start(), MINUTE_MS);
  expect(shown).toEqual([]);
  expect((await refusals()).channels).toMatchObject([{ channel: null, code: 'bad_access' }]);
});
