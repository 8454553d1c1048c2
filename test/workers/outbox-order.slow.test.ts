import { WebClient } from '@slack/web-api';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { slackAnnouncements } from '#src/bot/slack/announcements/slack-announcements.ts';
import { drawChart } from '#src/bot/slack/charts/draw-chart.ts';
import { SYSTEM_CLOCK } from '#src/bot/slack/connection/clock.ts';
import { slackLog } from '#src/bot/slack/connection/slack-log.ts';
import { enqueuePosts } from '#src/coordination/outbox/post.ts';
import { outboxSender } from '#src/workers/outbox-sender.ts';
import { aWorkspace, CHANNEL } from '../bot/slack/a-workspace.ts';
import { PROGRESS, RESULTS } from '../bot/slack/messages/announcements-to-render.ts';
import { memoryStore, silentLog } from '../pipeline/pipeline-stores.ts';

const SECOND_MS = 1_000;
const LOCKS = Array.from({ length: 20 }, (_, index) => `lock-${index + 1}`);
const KEYS = [...LOCKS.slice(0, 6), 'slate', ...LOCKS.slice(6), 'results'];
const Metadata = z.object({ event_payload: z.object({ key: z.string() }) });

/** The outbox of a bot, connected to a local Slack; the test moves its clock. */
async function aConnectedOutbox() {
  const local = await aWorkspace();
  const store = memoryStore();
  const client = new WebClient(local.slack.tokens.bot, {
    slackApiUrl: local.slack.apiUrl,
    retryConfig: { retries: 0 },
    logger: slackLog(silentLog),
    rejectRateLimitedCalls: true,
  });
  const settings = { client, channel: CHANNEL, clock: SYSTEM_CLOCK, draw: drawChart, log: silentLog };
  const signal = new AbortController().signal;
  const slack = slackAnnouncements({ ...settings, isSample: async () => false, signal });
  const world = { ms: 0, killAfter: Number.POSITIVE_INFINITY };
  const announcements: typeof slack = {
    channelOf: slack.channelOf,
    show: async (message) => {
      const shown = await slack.show(message);
      world.killAfter -= 1;
      // The answer of Slack never reaches a process that was killed.
      return world.killAfter < 0 ? await new Promise<never>(() => undefined) : shown;
    },
  };
  const now = () => new Date(world.ms);
  const sender = (instanceId: string) =>
    outboxSender({ store, announcements, log: silentLog, now, instanceId, otherHolders: 'dead' });
  const want = (key: string) =>
    store.transaction((transaction) =>
      enqueuePosts(transaction, [{ key, announcement: key === 'slate' ? PROGRESS : RESULTS }]),
    );
  const keysInChannel = async () => {
    const { channels = [] } = await client.conversations.list({});
    const channel = channels.find(({ name }) => name === CHANNEL)?.id ?? '';
    const { messages = [] } = await client.conversations.history({ channel, limit: 100, include_all_metadata: true });
    return messages.map(({ metadata }) => Metadata.parse(metadata).event_payload.key).toReversed();
  };
  return { faults: local.slack.faults, world, sender, want, keysInChannel };
}

test('after ten minutes without Slack the channel shows all messages in the order of their events', async () => {
  const { faults, world, sender, want, keysInChannel } = await aConnectedOutbox();
  const outbox = sender('a');
  const endOutage = faults.outage();
  for (const key of KEYS) {
    await want(key);
    await outbox.tick();
    world.ms += 30 * SECOND_MS;
  }
  endOutage();
  await outbox.tick();
  expect(await keysInChannel()).toEqual(KEYS);
});

test.each([0, 1, 7, 15])('the order holds when the bot is killed after %i messages of the catch-up', async (sent) => {
  const { faults, world, sender, want, keysInChannel } = await aConnectedOutbox();
  const endOutage = faults.outage();
  for (const key of KEYS) await want(key);
  const killed = sender('a');
  await killed.tick();
  endOutage();
  world.ms += SECOND_MS;
  world.killAfter = sent;
  void killed.tick();
  await expect.poll(() => world.killAfter).toBe(-1);
  world.killAfter = Number.POSITIVE_INFINITY;
  await sender('b').tick();
  expect(await keysInChannel()).toEqual(KEYS);
});
