import { expect, test } from 'vitest';
import * as z from 'zod';
import { slackTransport } from '#src/bot/slack/slack-transport.ts';
import { enqueuePosts } from '#src/coordination/outbox/post.ts';
import { pendingPosts } from '#src/coordination/outbox/send-post.ts';
import type { App } from '#src/operations/app.ts';
import { operation } from '#src/operations/kit/operation.ts';
import { openChannel } from '#src/process/open-channel.ts';
import { aBot } from '../bot/slack/a-bot.ts';
import { aWorkspace, CHANNEL, type TestWorkspace, textOf } from '../bot/slack/a-workspace.ts';
import { PROGRESS } from '../bot/slack/messages/announcements-to-render.ts';
import { silentLog } from '../pipeline/pipeline-stores.ts';

/** Much longer than the seconds that a closing channel waits. */
const LIMITED_FOR_S = 120;

/** The channel that a served process opens, beside a local Slack. */
async function aChannelOf({ slack }: TestWorkspace, app: App) {
  const { bot: botToken, app: appToken } = slack.tokens;
  const config = { mode: 'socket', channel: CHANNEL, channels: {}, apiUrl: slack.apiUrl, botToken, appToken } as const;
  const notices: string[] = [];
  const print = (sentence: string) => void notices.push(sentence);
  const opened = await openChannel(app, { dataFolder: '', slack: config }, print);
  return { ...opened, notices };
}

const want = (app: App, keys: readonly string[]) =>
  app.store.transaction((transaction) =>
    enqueuePosts(
      transaction,
      keys.map((key) => ({ key, announcement: PROGRESS })),
    ),
  );

test('a closing channel sends what is due', async () => {
  const local = await aWorkspace();
  const ann = await local.person('ann');
  const { app } = await aBot(local);
  const channel = await aChannelOf(local, app);
  await want(app, ['one', 'two', 'three']);
  await channel.close();
  expect(await ann.read()).toHaveLength(3);
  expect(await pendingPosts(app.store)).toEqual([]);
});

test('a closing channel waits only some seconds for a Slack that limits the rate, and keeps the posts', async () => {
  const local = await aWorkspace();
  const { app } = await aBot(local);
  const channel = await aChannelOf(local, app);
  local.slack.faults.answer('chat.postMessage', { kind: 'ratelimited', retryAfterSeconds: LIMITED_FOR_S });
  await want(app, ['one', 'two']);
  const start = performance.now();
  await channel.close();
  expect(performance.now() - start).toBeLessThan((LIMITED_FOR_S / 2) * 1_000);
  expect(await pendingPosts(app.store)).toHaveLength(2);
});

test('the terminal and the store name the reason and the way out when Slack refuses the channel', async () => {
  const local = await aWorkspace();
  const { app } = await aBot(local);
  const channel = await aChannelOf(local, app);
  local.slack.faults.answer('chat.postMessage', { kind: 'error', error: 'not_in_channel' });
  await want(app, ['one']);
  await expect.poll(() => channel.notices).toHaveLength(1);
  expect(channel.notices[0]).toContain('invite the app to the channel with /invite');
  await channel.close();
});

test('a running command answers before the transport has stopped receiving', async () => {
  const { app } = await aBot(await aWorkspace());
  const gate = Promise.withResolvers<void>();
  const slow = operation({
    name: 'batch count',
    summary: 'Count.',
    input: z.strictObject({}),
    output: z.null(),
    positionals: [],
    effect: 'write',
    reach: 'everywhere',
    opens: 'nothing',
    prints: 'outcome',
    async run() {
      await gate.promise;
      return { decision: 'done', code: 'ok', message: 'Counted.', data: null, next: [] };
    },
  });
  const other = await aWorkspace();
  const { bot: botToken, app: appToken } = other.slack.tokens;
  const config = { mode: 'socket', botToken, appToken, apiUrl: other.slack.apiUrl, channel: CHANNEL } as const;
  const transport = slackTransport({ app, operations: [slow], config, log: silentLog });
  await transport.start();
  const bob = await other.person('bob');
  await bob.command('/batch count');
  const stopped = transport.stopReceiving();
  gate.resolve();
  await stopped;
  await expect.poll(() => bob.ephemerals.map(textOf).join('\n')).toContain('Counted.');
  await transport.stop();
});
