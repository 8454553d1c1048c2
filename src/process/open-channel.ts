import type { SlackConfig } from '../bot/slack/connection/slack-connection.ts';
import { slackTransport } from '../bot/slack/slack-transport.ts';
import type { Config } from '../config/config.ts';
import type { App } from '../operations/app.ts';
import { OPERATIONS } from '../operations/registry.ts';
import { outboxSender } from '../workers/outbox-sender.ts';

/** The bot's connection to its channel. */
export interface OpenChannel {
  /** The URL of the local workspace's page; undefined for a real workspace. */
  readonly address: string | undefined;
  /** `reached`: Slack answered. `away`: Slack is unavailable, and the bot keeps trying to connect. */
  readonly slack: 'reached' | 'away';
  close(): Promise<void>;
}

interface Workspace {
  readonly address: string | undefined;
  readonly bot: SlackConfig;
  close(): Promise<void>;
}

/**
 * Connects the bot to its channel and starts to send the pending posts. Throws a `Problem` when Slack refuses a token
 * or a port is taken.
 */
export async function openChannel(app: App, config: Config): Promise<OpenChannel> {
  const workspace = await openWorkspace(app, config);
  const transport = slackTransport({ app, operations: OPERATIONS, config: workspace.bot, log: app.log });
  const sender = outboxSender({ ...app, announcements: transport.announcements });
  const { slack } = await transport.start().catch(async (error: unknown) => {
    await workspace.close();
    throw error;
  });
  sender.start();
  return {
    address: workspace.address,
    slack,
    close: async () => {
      await transport.stop();
      await sender.stop();
      await workspace.close();
    },
  };
}

/** Loads the local workspace only when it is used, because loading is slow. */
async function openWorkspace({ log }: App, { slack, dataFolder }: Config): Promise<Workspace> {
  if (slack.mode !== 'local') return { address: undefined, bot: slack, close: () => Promise.resolve() };
  const { localWorkspace } = await import('./local-workspace.ts');
  return localWorkspace({ dataFolder, port: slack.port, log });
}
