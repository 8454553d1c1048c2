import type { Receiver } from '@slack/bolt';

/** Whether Slack was reachable when the connection started. A connection that is `away` keeps trying. */
export type SlackReach = 'reached' | 'away';

/** A way for Slack to reach the bot: Socket Mode or HTTP. */
export interface Connection {
  readonly receiver: Receiver;
  /**
   * Resolves when Slack can reach the bot, with the port in HTTP mode. Also resolves when Slack is unreachable; the
   * connection then keeps trying until `stop`. In HTTP mode nothing is known about Slack before its first request.
   * Throws a `Problem` when Slack refuses the bot permanently.
   */
  start(): Promise<{ readonly port: number | undefined; readonly slack: SlackReach }>;
  /** Stops the connection, which then accepts no new request from Slack. */
  stop(): Promise<void>;
}
