import type { RequestListener } from 'node:http';
import type { Receiver } from '@slack/bolt';

/**
 * `reached`: Slack answered when the connection started. `away`: Slack was unreachable, and the connection keeps
 * trying.
 */
export type SlackReach = 'reached' | 'away';

/** A way for Slack to reach the bot: Socket Mode or HTTP. */
export interface Connection {
  readonly receiver: Receiver;
  /** Answers a request of Slack that another server received. Absent if the connection receives its requests itself. */
  readonly answer?: RequestListener;
  /**
   * Starts the connection. Resolves when Slack can reach the bot, or with `away` if Slack is unreachable. The
   * connection then keeps trying until `stop`. `port` is undefined in Socket Mode. Throws a `Problem` when Slack
   * refuses the bot permanently.
   */
  start(): Promise<{ readonly port: number | undefined; readonly slack: SlackReach }>;
  /** Stops the connection, which then accepts no new request from Slack. */
  stop(): Promise<void>;
}
