import { join } from 'node:path';
import { WebClient } from '@slack/web-api';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { ALL_COLLECTIONS } from '#src/collections.ts';
import { enqueuePosts } from '#src/coordination/outbox/post.ts';
import { pendingPosts } from '#src/coordination/outbox/send-post.ts';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import { sampleLeague } from '#src/pipeline/sample/sample-league.ts';
import type { Announcements } from '#src/platform/announcements.ts';
import { sqliteDocumentStore } from '#src/platform/embedded/sqlite-document-store.ts';
import { outboxSender } from '#src/workers/outbox-sender.ts';
import { eventually } from '#test/eventually.ts';
import { aBot, aFolder, type Bot } from './a-bot.ts';
import { aWorkspace, CHANNEL, textOf } from './a-workspace.ts';
import { PROGRESS, RESULTS } from './messages/announcements-to-render.ts';

const TONIGHT = '2026-02-05';
const SMALL = { seed: 'test', today: TONIGHT, teams: 6, playersPerTeam: 10, gamesPerTeam: 20, gamesTonight: 3 };
const COMMANDS = 40;
const KEYS = ['lock-1', 'lock-2', 'slate', 'lock-3', 'results'];
const MICROS_PER_MS = 1_000;
/** Longer than the lease of a sender. */
const LEASE_EXPIRED_MS = 31_000;
const Keyed = z.object({ event_payload: z.object({ key: z.string() }) });

/**
 * Two bots of one Slack app that share their stores, as two processes with the role bot do. Slack gives each command to
 * one of them. The test moves the clock of the stores.
 */
async function twoBots() {
  const local = await aWorkspace();
  const world = { aheadMs: 0 };
  const now = () => new Date(Date.now() + world.aheadMs);
  const path = join(await aFolder(), 'shared.sqlite');
  const nowMicros = () => now().getTime() * MICROS_PER_MS;
  const shared = () => ({
    now,
    otherHolders: 'may-live' as const,
    store: sqliteDocumentStore({ path, collections: ALL_COLLECTIONS, nowMicros }),
  });
  const first = await aBot(local, { overrides: shared() });
  const warehouse = { ...first.app.warehouse, close: () => Promise.resolve() };
  const second = await aBot(local, { overrides: { ...shared(), warehouse } });
  const client = new WebClient(local.slack.tokens.bot, { slackApiUrl: local.slack.apiUrl });
  const keysInChannel = async () => {
    const { channels = [] } = await client.conversations.list({});
    const channel = channels.find(({ name }) => name === CHANNEL)?.id ?? '';
    const { messages = [] } = await client.conversations.history({ channel, limit: 200, include_all_metadata: true });
    return messages.map(({ metadata }) => Keyed.parse(metadata).event_payload.key).toReversed();
  };
  return { local, world, bots: [first, second] as const, keysInChannel };
}

function senderOf({ app, transport }: Bot, announcements: Announcements = transport.announcements) {
  const sender = outboxSender({ ...app, announcements });
  onTestFinished(sender.stop);
  return sender;
}

test('the messages of a night appear once, and each command is answered once', async () => {
  const { local, bots, keysInChannel } = await twoBots();
  const [{ app }] = bots;
  await importFiles(app, { sources: sampleLeague(SMALL), origin: 'sample' });
  for (const bot of bots) senderOf(bot).start();
  const ann = await local.person('ann');
  await ann.command(`/batch start date=${TONIGHT}`);
  for (let count = 0; count < COMMANDS; count += 1) expect(await ann.command('/deploy status')).toEqual({ ok: true });
  await eventually(async () => {
    expect((await ann.read()).map(textOf)).toContainEqual(expect.stringContaining(`Slate of ${TONIGHT} is ready`));
    expect(await pendingPosts(app.store)).toEqual([]);
  });
  await Promise.all(bots.map((bot) => bot.idle()));
  expect(ann.ephemerals).toHaveLength(COMMANDS + 1);
  expect(await keysInChannel()).toEqual([`slate-${TONIGHT}`]);
  expect(bots.map(({ logged }) => logged)).toEqual([[], []]);
});

test.each([0, 2, 4])(
  'the message after the first %i appears once when its bot is killed between posting and recording',
  async (sent) => {
    const {
      world,
      bots: [first, second],
      keysInChannel,
    } = await twoBots();
    for (const key of KEYS) {
      const announcement = key === 'results' ? RESULTS : PROGRESS;
      await first.app.store.transaction((transaction) => enqueuePosts(transaction, [{ key, announcement }]));
    }
    const killed = killedAfter(first, sent);
    void killed.sender.tick();
    await eventually(() => expect(killed.isDead()).toBe(true));
    const sender = senderOf(second);
    await sender.tick();
    expect(await keysInChannel(), 'the lease of the killed bot has not expired').toEqual(KEYS.slice(0, sent + 1));
    world.aheadMs += LEASE_EXPIRED_MS;
    await sender.tick();
    expect(await keysInChannel()).toEqual(KEYS);
    expect(await pendingPosts(second.app.store)).toEqual([]);
  },
);

/** The sender of a bot that gets the answers of Slack to this number of posts, and then neither an answer nor another turn. */
function killedAfter(bot: Bot, sent: number) {
  const { channelOf, show } = bot.transport.announcements;
  let left = sent;
  const sender = senderOf(bot, {
    channelOf,
    show: async (message) => {
      const shown = await show(message);
      left -= 1;
      return left < 0 ? await new Promise<never>(() => undefined) : shown;
    },
  });
  return { sender, isDead: () => left < 0 };
}
