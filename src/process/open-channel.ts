import type { RequestListener } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { SlackConfig } from '../bot/slack/connection/slack-connection.ts';
import { slackTransport } from '../bot/slack/slack-transport.ts';
import type { Config } from '../config/config.ts';
import type { App } from '../operations/app.ts';
import { OPERATIONS } from '../operations/registry.ts';
import { outboxSender } from '../workers/outbox-sender.ts';

/** The time in which a closing bot sends what is due. */
const SEND_WITHIN_MS = 3_000;

/** The bot's connection to its channel. */
export interface OpenChannel {
  /** The URL of the local workspace's page; undefined for a real workspace. */
  readonly address: string | undefined;
  /** `reached`: Slack answered. `away`: Slack is unavailable, and the bot keeps trying to connect. */
  readonly slack: 'reached' | 'away';
  /** Answers a request of Slack that the server of the process received. Absent if the channel needs no server. */
  readonly answer?: RequestListener;
  /**
   * Stops receiving requests, lets running commands answer, sends the posts that are due, and disconnects. The commands
   * and the posts have a few seconds each. A post that is not sent then is sent by the next process.
   */
  close(): Promise<void>;
}

interface Workspace {
  readonly address: string | undefined;
  readonly bot: SlackConfig;
  close(): Promise<void>;
}

/**
 * Connects the bot to its channel and starts to send the pending posts. Throws a `Problem` when Slack refuses a token
 * or a port is taken. `printNotice` shows the operator that Slack refuses posts, and why.
 */
export async function openChannel(
  app: App,
  config: Pick<Config, 'slack' | 'dataFolder'>,
  printNotice: (sentence: string) => void,
): Promise<OpenChannel> {
  const workspace = await openWorkspace(app, config);
  const transport = slackTransport({ app, operations: OPERATIONS, config: workspace.bot, log: app.log });
  const sender = outboxSender({ ...app, announcements: transport.announcements, printNotice });
  const { slack } = await transport.start().catch(async (error: unknown) => {
    await workspace.close();
    throw error;
  });
  sender.start();
  return {
    address: workspace.address,
    slack,
    ...(transport.answer === undefined ? {} : { answer: transport.answer }),
    close: async () => {
      await transport.stopReceiving();
      const sent = sender.finish(AbortSignal.timeout(SEND_WITHIN_MS));
      await Promise.race([sent, pause(SEND_WITHIN_MS, undefined, { ref: false })]);
      await transport.stop();
      await sent;
      await workspace.close();
    },
  };
}

/** Loads the local workspace only when it is used, because loading is slow. */
async function openWorkspace(
  { log }: App,
  { slack, dataFolder }: Pick<Config, 'slack' | 'dataFolder'>,
): Promise<Workspace> {
  if (slack.mode !== 'local') return { address: undefined, bot: slack, close: () => Promise.resolve() };
  const { localWorkspace } = await import('./local-workspace.ts');
  return localWorkspace({ dataFolder, port: slack.port, channels: slack.channels, log });
}
