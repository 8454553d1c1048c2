import type { Receiver } from '@slack/bolt';

/** How Slack reaches the bot. */
export interface Connection {
  readonly receiver: Receiver;
  /**
   * Resolves when Slack can reach the bot, with the port where it is called; also when Slack itself is away, which is tried again until
   * `stop`. Throws a `Problem` when Slack refuses for good.
   */
  start(): Promise<{ readonly port: number | undefined }>;
  /** Takes no new request. */
  stop(): Promise<void>;
}
