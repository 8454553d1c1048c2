import type { WebClient } from '@slack/web-api';
import type { App } from '../../operations/app.ts';
import type { Operation } from '../../operations/kit/operation.ts';
import type { SlashCommand } from './commands/slash-commands.ts';
import type { RetryClock } from './connection/clock.ts';

/** What the handlers of commands, clicks and openings work with. */
export interface SlackContext {
  readonly app: App;
  readonly operations: readonly Operation[];
  readonly commands: readonly SlashCommand[];
  /** For answers; a limit that posts ran into does not stop it. */
  readonly answers: WebClient;
  readonly clock: RetryClock;
  /** Aborted when the door stops. */
  readonly signal: AbortSignal;
}
