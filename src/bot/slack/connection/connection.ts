import type { Receiver } from '@slack/bolt';

/** Whether Slack could be reached at the start. If not, the connection keeps trying. */
export type SlackReach = 'reached' | 'away';

/** How Slack reaches the bot. */
export interface Connection {
  readonly receiver: Receiver;
  /**
   * Resolves when Slack can reach the bot, with the port in HTTP mode. Also resolves when Slack is unreachable, and keeps trying until `stop`.
   * In HTTP mode Slack's state is unknown until its first request. Throws a `Problem` when Slack refuses permanently.
   */
  start(): Promise<{ readonly port: number | undefined; readonly slack: SlackReach }>;
  /** Accepts no new request. */
  stop(): Promise<void>;
}
