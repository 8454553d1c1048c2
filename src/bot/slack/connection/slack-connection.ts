import { Problem } from '../../../platform/problem.ts';

/** Where Slack is and how the bot shows that it may talk to it. */
export interface SlackConfig {
  /** `socket`: the bot calls Slack. `http`: Slack calls the bot, with signed requests. */
  readonly mode: 'socket' | 'http';
  readonly botToken: string | undefined;
  /** Only for `socket`. */
  readonly appToken?: string | undefined;
  /** Only for `http`. */
  readonly signingSecret?: string | undefined;
  /** Only for `http`; 0 for any free one. */
  readonly port?: number | undefined;
  /** Another Slack than slack.com, such as the local workspace; ends in `/api/`. */
  readonly apiUrl?: string | undefined;
  /** Name without `#`, or id, of the channel the posts go to. */
  readonly channel: string;
}

/** The same with everything there that its mode needs. */
export type SlackConnection = {
  readonly apiUrl: string | undefined;
  readonly channel: string;
  readonly botToken: string;
} & (
  | { readonly mode: 'socket'; readonly appToken: string }
  | { readonly mode: 'http'; readonly signingSecret: string; readonly port: number }
);

/** Throws a `Problem` that names the variable of a token that is missing: nothing is to start that could not talk to Slack. */
export function slackConnection({ mode, channel, apiUrl, ...tokens }: SlackConfig): SlackConnection {
  const common = { channel, apiUrl, botToken: given(tokens.botToken, 'SLACK_BOT_TOKEN', 'the bot token (xoxb-…)') };
  if (mode === 'socket') {
    return { ...common, mode, appToken: given(tokens.appToken, 'SLACK_APP_TOKEN', 'the app-level token (xapp-…)') };
  }
  if (tokens.port === undefined) throw missing('SLACK_PORT', 'the port for Slack’s requests');
  const signingSecret = given(tokens.signingSecret, 'SLACK_SIGNING_SECRET', 'the signing secret');
  return { ...common, mode, signingSecret, port: tokens.port };
}

function given(value: string | undefined, variable: string, what: string): string {
  if (value === undefined || value.trim() === '') throw missing(variable, what);
  return value;
}

function missing(variable: string, what: string): Problem {
  const message = `The environment variable ${variable} is not set: it must hold ${what} of the Slack app. Its pages at api.slack.com/apps show it.`;
  return new Problem({ code: 'bad_configuration', message });
}
