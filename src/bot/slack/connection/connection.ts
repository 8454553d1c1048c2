import type { Receiver } from '@slack/bolt';

/** Whether Slack was reachable when the connection started. A connection that is `away` keeps trying. */
export type SlackReach = 'reached' | 'away';

/** A way for Slack to reach the bot: Socket Mode or HTTP. */
export interface Connection {
  readonly receiver: Receiver;
  /**
   * Resolves when Slack can reach the bot, with the port in HTTP mode. If Slack is unreachable, it also resolves, and
   * the connection keeps trying until `stop`. Throws a `Problem` when Slack refuses the bot permanently.
   */
  start(): Promise<{ readonly port: number | undefined; readonly slack: SlackReach }>;
  /** Stops the connection, which then accepts no new request from Slack. */
  stop(): Promise<void>;
}
