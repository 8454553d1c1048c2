import { describe, expect, it } from 'vitest';
import { enqueuePosts } from '#src/coordination/outbox/post.ts';
import { readRefusals } from '#src/coordination/outbox/refusals.ts';
import type { Announcements } from '#src/platform/announcements.ts';
import { PostRefused, type RefusalFault } from '#src/platform/post-refused.ts';
import { outboxSender } from '#src/workers/outbox-sender.ts';
import { memoryStore, NOW, silentLog } from '../pipeline/pipeline-stores.ts';

const SECOND_MS = 1_000;
const STEP_MS = 5 * SECOND_MS;
const MINUTE_MS = 60 * SECOND_MS;

/** A sender beside a channel that refuses posts on demand. */
function aRefusingChannel() {
  const store = memoryStore();
  const world = { ms: NOW.getTime(), refuses: new Map<string, RefusalFault>() };
  const [shown, tried, printed]: [string[], string[], string[]] = [[], [], []];
  const announcements: Announcements = {
    channelOf: () => 'C1',
    show: async ({ key, wanted }) => {
      tried.push(key);
      const fault = world.refuses.get(key) ?? world.refuses.get('*');
      if (fault !== undefined) throw new PostRefused({ fault, code: `bad_${fault}`, message: `Refused: ${fault}.` });
      shown.push(`${key} ${wanted}`);
      return { channel: 'C1', ts: key };
    },
  };
  const now = () => new Date(world.ms);
  const deps = { store, announcements, log: silentLog, now, instanceId: 'a', otherHolders: 'dead' } as const;
  const start = () => outboxSender({ ...deps, printNotice: (sentence) => printed.push(sentence) });
  const want = (key: string, n: number) =>
    store.transaction((transaction) => enqueuePosts(transaction, [{ key, announcement: { n } }]));
  const run = async (sender: ReturnType<typeof start>, ms: number) => {
    for (const end = world.ms + ms; world.ms < end; world.ms += STEP_MS) await sender.tick();
  };
  return { world, shown, tried, printed, start, want, run, refusals: () => readRefusals(store, now()) };
}

describe('a message that the channel refuses', () => {
  it('is tried once, is named with its reason, and lets the others pass', async () => {
    const { world, shown, tried, printed, start, want, run, refusals } = aRefusingChannel();
    world.refuses.set('bad', 'message');
    await want('bad', 1);
    await want('good', 1);
    await run(start(), 30 * MINUTE_MS);
    await run(start(), MINUTE_MS);
    expect(tried).toEqual(['bad', 'good']);
    expect(shown).toEqual(['good {"n":1}']);
    expect(printed).toEqual(['The post bad was refused. Refused: message.']);
    expect(await refusals()).toEqual({ channels: [], posts: [{ key: 'bad', reason: 'Refused: message.' }] });
  });

  it('is sent when its content changes', async () => {
    const { world, shown, start, want, run, refusals } = aRefusingChannel();
    const sender = start();
    world.refuses.set('slate', 'message');
    await want('slate', 1);
    await run(sender, MINUTE_MS);
    world.refuses.clear();
    await want('slate', 2);
    await run(sender, 2 * SECOND_MS);
    expect(shown).toEqual(['slate {"n":2}']);
    expect(await refusals()).toEqual({ channels: [], posts: [] });
  });

  it('is reported for a day', async () => {
    const { world, start, want, run, refusals } = aRefusingChannel();
    world.refuses.set('bad', 'message');
    await want('bad', 1);
    await run(start(), SECOND_MS);
    world.ms += 25 * 60 * MINUTE_MS;
    expect((await refusals()).posts).toEqual([]);
  });
});

describe.each(['channel', 'access'] as const)('when the %s is refused', (fault) => {
  it('no post is lost, Slack is asked every ten minutes, and the reason is named once', async () => {
    const { world, shown, tried, printed, start, want, run, refusals } = aRefusingChannel();
    const sender = start();
    world.refuses.set('*', fault);
    await want('first', 1);
    await want('second', 1);
    await run(sender, 60 * MINUTE_MS);
    expect(tried).toEqual(Array.from({ length: 6 }, () => 'first'));
    expect(printed).toEqual([`Refused: ${fault}.`]);
    expect((await refusals()).channels).toMatchObject([{ code: `bad_${fault}`, reason: `Refused: ${fault}.` }]);
    world.refuses.clear();
    await run(sender, 10 * MINUTE_MS + SECOND_MS);
    expect(shown).toEqual(['first {"n":1}', 'second {"n":1}']);
    expect(printed.at(-1)).toBe('The channel C1 accepts posts again.');
    expect((await refusals()).channels).toEqual([]);
  });

  it('a restart tries again at once, and names the reason again', async () => {
    const { world, shown, printed, start, want, run } = aRefusingChannel();
    world.refuses.set('*', fault);
    await want('first', 1);
    await run(start(), SECOND_MS);
    await run(start(), SECOND_MS);
    expect(printed).toEqual([`Refused: ${fault}.`, `Refused: ${fault}.`]);
    world.refuses.clear();
    await run(start(), SECOND_MS);
    expect(shown).toEqual(['first {"n":1}']);
  });
});
