import type { Receiver } from '@slack/bolt';

/** Whether Slack could be reached at the start. Where it was away, that is tried again. */
export type SlackReach = 'reached' | 'away';

/** How Slack reaches the bot. */
export interface Connection {
  readonly receiver: Receiver;
  /**
   * Resolves when Slack can reach the bot, with the port where it is called; also when Slack itself is away, which is tried again until
   * `stop`. By HTTP nothing is known of Slack before it calls. Throws a `Problem` when Slack refuses for good.
   */
  start(): Promise<{ readonly port: number | undefined; readonly slack: SlackReach }>;
  /** Takes no new request. */
  stop(): Promise<void>;
}
