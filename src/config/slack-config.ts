import * as z from 'zod';
import type { ChannelsByKind } from '../pipeline/message-kind.ts';
import { Problem } from '../platform/problem.ts';
import { readChannels, SlackChannel } from './channel-config.ts';
import { named } from './named.ts';
import { numberText } from './number-text.ts';
import { parseVariables } from './parse-variables.ts';

const HIGHEST_PORT = 65_535;
const PORT_HINT = `it must be a port number, 1 to ${HIGHEST_PORT}`;
const Port = numberText({ max: HIGHEST_PORT, hint: PORT_HINT });

const Channel = SlackChannel.default('nba-predictions');
const BotToken = named(/^xoxb-\S+$/, 'the bot token of the Slack app; it begins with xoxb-');

const Slack = z.discriminatedUnion('SLACK', [
  z.object({ SLACK: z.literal('local'), SLACK_PORT: Port.optional() }),
  z.object({
    SLACK: z.literal('socket'),
    SLACK_CHANNEL: Channel,
    SLACK_BOT_TOKEN: BotToken,
    SLACK_APP_TOKEN: named(/^xapp-\S+$/, 'the app-level token for Socket Mode; it begins with xapp-'),
  }),
  z.object({
    SLACK: z.literal('http'),
    SLACK_CHANNEL: Channel,
    SLACK_BOT_TOKEN: BotToken,
    SLACK_SIGNING_SECRET: named(/^\S{16,}$/, 'the signing secret of the Slack app'),
    SLACK_PORT: Port.optional(),
  }),
]);

const SlackKind = z.enum(['local', 'socket', 'http'], {
  error: 'it must be local (the default: a workspace on this machine), socket or http',
});

interface ChannelConfig {
  /** The channel of all messages whose kind has no channel of its own. */
  readonly channel: string;
  readonly channels: ChannelsByKind;
}

/** The Slack workspace that the bot connects to. The workspace on this machine has its own common channel. */
export type WorkspaceConfig =
  | { readonly mode: 'local'; readonly port: number | undefined; readonly channels: ChannelsByKind }
  | (ChannelConfig & { readonly mode: 'socket'; readonly botToken: string; readonly appToken: string })
  | (ChannelConfig & {
      readonly mode: 'http';
      readonly botToken: string;
      readonly signingSecret: string;
      /** The port for Slack's requests. `shared`: they arrive at the port of the whole process. */
      readonly port: number | 'shared';
    });

/**
 * Reads the workspace to connect to, with its tokens and channels. `listener` says whether Slack's requests have a port of
 * their own, or share the one of the process.
 */
export function readWorkspace(
  variables: Readonly<Record<string, string | undefined>>,
  listener: 'own' | 'shared',
): WorkspaceConfig {
  const kind = parseVariables(z.object({ SLACK: SlackKind.default('local') }), variables).SLACK;
  const slack = parseVariables(Slack, { ...variables, SLACK: kind });
  const channels = readChannels(variables, kind === 'local' ? 'local' : 'real');
  switch (slack.SLACK) {
    case 'local':
      return { mode: 'local', port: slack.SLACK_PORT, channels };
    case 'socket': {
      const { SLACK_CHANNEL: channel, SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken } = slack;
      return { mode: 'socket', channel, channels, botToken, appToken };
    }
    case 'http': {
      const { SLACK_CHANNEL: channel, SLACK_BOT_TOKEN: botToken, SLACK_SIGNING_SECRET: signingSecret } = slack;
      return { mode: 'http', channel, channels, botToken, signingSecret, port: slackPort(slack.SLACK_PORT, listener) };
    }
  }
}

function slackPort(port: number | undefined, listener: 'own' | 'shared'): number | 'shared' {
  if (listener === 'own')
    return parseVariables(z.object({ SLACK_PORT: z.number(PORT_HINT) }), { SLACK_PORT: port }).SLACK_PORT;
  if (port === undefined) return 'shared';
  const message = `The environment variable SLACK_PORT is "${port}", but Slack's requests arrive at PORT, as all requests do. Unset SLACK_PORT.`;
  throw new Problem({ code: 'bad_configuration', message });
}
