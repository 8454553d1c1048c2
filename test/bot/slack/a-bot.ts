import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createApp } from '#src/app.ts';
import type { RetryClock } from '#src/bot/slack/connection/clock.ts';
import { type SlackTransport, slackTransport } from '#src/bot/slack/slack-transport.ts';
import type { App } from '#src/operations/app.ts';
import type { Operation } from '#src/operations/kit/operation.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import type { Announcement } from '#src/pipeline/announcement.ts';
import type { ChannelsByKind } from '#src/pipeline/message-kind.ts';
import type { Log } from '#src/platform/log.ts';
import { NOW } from '../../pipeline/pipeline-stores.ts';
import { CHANNEL, type TestWorkspace } from './a-workspace.ts';

export interface Bot {
  readonly app: App;
  readonly transport: SlackTransport;
  /** The lines of the operator's log. */
  readonly logged: readonly { readonly level: string; readonly message: string; readonly fields: object }[];
  /** Shows an announcement in the channel, as the outbox sender does. */
  show(key: string, announcement: Announcement): ReturnType<SlackTransport['announcements']['show']>;
  /** Resolves when the work in the background has ended. */
  idle(): Promise<void>;
  /** The address for Slack's requests. */
  readonly port: number | undefined;
  stop(): Promise<void>;
}

export interface BotOptions {
  readonly overrides?: Partial<App>;
  /** An earlier bot whose data this one continues to use. */
  readonly dataFolder?: string;
  readonly mode?: 'socket' | 'http';
  /** The channels of single kinds of messages. */
  readonly channels?: ChannelsByKind;
  /** Replaces the registry. */
  readonly operations?: readonly Operation[];
  readonly clock?: RetryClock;
}

export async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tipoff-bot-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The real transport with a real app, connected to a local Slack. */
export async function aBot({ slack }: TestWorkspace, options: BotOptions = {}): Promise<Bot> {
  const { overrides = {}, mode = 'socket', channels = {}, operations = OPERATIONS } = options;
  const logged: { level: string; message: string; fields: object }[] = [];
  const note = (level: string) => (fields: object, message: string) => void logged.push({ level, fields, message });
  const log: Log = { info: note('info'), warn: note('warn'), error: note('error') };
  const dataFolder = options.dataFolder ?? (await aFolder());
  const opened = createApp({ platform: 'embedded', dataFolder }, { log, now: () => NOW, ...overrides });
  const { bot: botToken, app: appToken, signingSecret } = slack.tokens;
  const transport = slackTransport({
    app: opened.app,
    operations,
    config: { mode, botToken, appToken, signingSecret, port: 0, apiUrl: slack.apiUrl, channel: CHANNEL, channels },
    log,
    ...(options.clock === undefined ? {} : { clock: options.clock }),
  });
  const { port } = await transport.start();
  if (port !== undefined) await slack.useRequestUrl(`http://127.0.0.1:${port}/slack/events`);
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= transport.stop().then(opened.idle).then(opened.close);
    return stopped;
  };
  onTestFinished(stop);
  return {
    app: opened.app,
    transport,
    logged,
    port,
    idle: opened.idle,
    show: (key, announcement) =>
      transport.announcements.show({ key, wanted: JSON.stringify(announcement), posted: null, history: 'unknown' }),
    stop,
  };
}
