import type { WebClient } from '@slack/web-api';
import type { App } from '../../operations/app.ts';
import type { Operation } from '../../operations/kit/operation.ts';
import type { SlashCommand } from './commands/slash-commands.ts';
import type { RetryClock } from './connection/clock.ts';

/** The dependencies of the functions that handle slash commands, clicks and Slack events. */
export interface SlackContext {
  readonly app: App;
  readonly operations: readonly Operation[];
  readonly commands: readonly SlashCommand[];
  /** The client for responses to people. Rate limits on the client for announcements do not delay it. */
  readonly client: WebClient;
  readonly clock: RetryClock;
  /** The signal is aborted when the Slack transport stops. */
  readonly signal: AbortSignal;
}
