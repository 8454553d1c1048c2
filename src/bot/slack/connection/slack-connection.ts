import { Problem } from '../../../platform/problem.ts';
import type { ChannelTable } from '../announcements/channel-directory.ts';

/** Slack's address and the bot's credentials. */
export interface SlackConfig extends ChannelTable {
  /** `socket`: the bot connects to Slack. `http`: Slack calls the bot, with signed requests. */
  readonly mode: 'socket' | 'http';
  readonly botToken: string | undefined;
  /** The app-level token, which only Socket Mode needs. */
  readonly appToken?: string | undefined;
  /** The secret with which Slack signs its requests in HTTP mode. Socket Mode does not need it. */
  readonly signingSecret?: string | undefined;
  /** The port for Slack's requests in HTTP mode. 0 means any free port. `shared`: another server passes them on. */
  readonly port?: number | 'shared' | undefined;
  /** The base URL of the Web API if it is not slack.com's, such as that of the local workspace. It ends in `/api/`. */
  readonly apiUrl?: string | undefined;
}

/** A complete configuration of the Slack connection, with every value that its mode needs. */
export type SlackConnection = Required<ChannelTable> & {
  readonly apiUrl: string | undefined;
  readonly botToken: string;
} & (
    | { readonly mode: 'socket'; readonly appToken: string }
    | { readonly mode: 'http'; readonly signingSecret: string; readonly port: number | 'shared' }
  );

/** Checks the configuration before anything starts. Throws a `Problem` that names the environment variable of a missing token. */
export function slackConnection({ mode, channel, channels = {}, apiUrl, ...tokens }: SlackConfig): SlackConnection {
  const common = {
    channel,
    channels,
    apiUrl,
    botToken: required(tokens.botToken, 'SLACK_BOT_TOKEN', 'the bot token (xoxb-…)'),
  };
  if (mode === 'socket') {
    return { ...common, mode, appToken: required(tokens.appToken, 'SLACK_APP_TOKEN', 'the app-level token (xapp-…)') };
  }
  if (tokens.port === undefined) throw missing('SLACK_PORT', 'the port for Slack’s requests');
  const signingSecret = required(tokens.signingSecret, 'SLACK_SIGNING_SECRET', 'the signing secret');
  return { ...common, mode, signingSecret, port: tokens.port };
}

function required(value: string | undefined, variable: string, what: string): string {
  if (value === undefined || value.trim() === '') throw missing(variable, what);
  return value;
}

function missing(variable: string, what: string): Problem {
  const message = `The environment variable ${variable} is not set. Set it to ${what} of the Slack app. You find it at api.slack.com/apps.`;
  return new Problem({ code: 'bad_configuration', message });
}
