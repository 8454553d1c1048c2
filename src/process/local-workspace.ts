import { readFile } from 'node:fs/promises';
import { localSlack } from '#local-slack/src/local-slack.ts';
import { LocalSlackError } from '#local-slack/src/local-slack-error.ts';
import type { SlackConfig } from '../bot/slack/connection/slack-connection.ts';
import type { ChannelsByKind } from '../pipeline/message-kind.ts';
import type { Log } from '../platform/log.ts';
import { Problem } from '../platform/problem.ts';
import { localSlackFolder } from './local-page.ts';

const MANIFEST = new URL('../../manifest.yml', import.meta.url);
/** The local workspace takes the first free port from here on, and keeps it. */
const FIRST_PORT = 3_000;
const CHANNEL = 'nba-predictions';
const TOPIC = "Tonight's player-points predictions";
/** The local Slack workspace starts with several people, so that one laptop can show the different roles. */
const SEED = {
  workspace: 'Tipoff',
  users: [
    { name: 'ann', real_name: 'Ann Archer', is_admin: true },
    { name: 'ben', real_name: 'Ben Okafor' },
    { name: 'cleo', real_name: 'Cleo Lindqvist' },
  ],
};

export interface LocalWorkspace {
  /** The URL of the web page of the local Slack workspace. */
  readonly address: string;
  /** The Slack configuration with which the bot connects to the local workspace. */
  readonly bot: SlackConfig;
  close(): Promise<void>;
}

export interface LocalWorkspaceSettings {
  readonly dataFolder: string;
  /** The port of the local Slack workspace; undefined chooses a free port and keeps it. */
  readonly port: number | undefined;
  /** The channels of single kinds of messages. They are created if they do not exist. */
  readonly channels: ChannelsByKind;
  readonly log: Log;
}

/**
 * Starts the local Slack workspace with its initial people and channels. Throws a `Problem`:
 * `port_taken`, `newer_store`.
 */
export async function localWorkspace({
  dataFolder,
  port,
  channels,
  log,
}: LocalWorkspaceSettings): Promise<LocalWorkspace> {
  const { apiUrl, tokens, url, close } = await localSlack({
    folder: localSlackFolder(dataFolder),
    manifest: await readFile(MANIFEST, 'utf8'),
    seed: { ...SEED, channels: seededChannels(channels) },
    log,
    port: port ?? { from: FIRST_PORT },
  }).catch((error: unknown) => {
    throw error instanceof LocalSlackError ? toProblem(error) : error;
  });
  const bot = {
    mode: 'socket',
    channel: CHANNEL,
    channels,
    apiUrl,
    botToken: tokens.bot,
    appToken: tokens.app,
  } as const;
  return { address: url, bot, close };
}

function seededChannels(channels: ChannelsByKind) {
  const others = new Set([...Object.values(channels), 'general']);
  others.delete(CHANNEL);
  return [{ name: CHANNEL, topic: TOPIC }, ...[...others].map((name) => ({ name }))];
}

function toProblem(error: LocalSlackError): Problem {
  const hint = error.code === 'port_taken' ? ' SLACK_PORT sets the port.' : '';
  return new Problem({ code: error.code, message: `${error.message}${hint}`, cause: error });
}
