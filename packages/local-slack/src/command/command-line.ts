import { parseArgs } from 'node:util';
import { LocalSlackError } from '../local-slack-error.ts';
import type { Seed } from '../seed.ts';

export const HELP = `Runs a Slack workspace on this machine, for developing and testing a Slack app.

Usage: local-slack [options]

  --manifest <file>      the app's manifest (default: manifest.yml)
  --port <number>        the port on 127.0.0.1 (default: a free one)
  --folder <folder>      keeps the messages between starts (default: a temporary folder)
  --workspace <name>     the name of the workspace (default: Local Slack)
  --channel <name>       a channel the bot is in; repeat it for more (default: general)
  --user <name>          a person, as name or "name=Full Name"; repeat it for more.
                         The first is an admin (default: ann and ben)
  --request-url <url>    sends signed HTTP requests to this URL instead of using Socket Mode
  --write-env <file>     writes the tokens to this file, for \`node --env-file\`
  --fault "<fault>"      injects a fault at the start; repeat it for more
  --help                 shows this help

While it runs, type a fault and Enter. Type "help" for the list. Ctrl-C stops it.
`;

export interface CommandSettings {
  readonly manifestPath: string;
  readonly port: number | undefined;
  readonly folder: string | undefined;
  readonly seed: Seed;
  readonly requestUrl: string | undefined;
  readonly envFile: string | undefined;
  readonly faults: readonly string[];
}

const DEFAULT_CHANNELS = ['general'];
const DEFAULT_USERS = ['ann=Ann Archer', 'ben=Ben Okafor'];
const NO_FAULTS: string[] = [];
const OPTIONS = {
  manifest: { type: 'string', default: 'manifest.yml' },
  port: { type: 'string' },
  folder: { type: 'string' },
  workspace: { type: 'string', default: 'Local Slack' },
  channel: { type: 'string', multiple: true, default: DEFAULT_CHANNELS },
  user: { type: 'string', multiple: true, default: DEFAULT_USERS },
  'request-url': { type: 'string' },
  'write-env': { type: 'string' },
  fault: { type: 'string', multiple: true, default: NO_FAULTS },
  help: { type: 'boolean', default: false },
} as const;

/**
 * Parses the options of the `local-slack` command. Throws `LocalSlackError` `bad_option`, which names the option and
 * its value.
 */
export function readCommandLine(words: readonly string[]): CommandSettings | 'help' {
  const options = parseOptions(words);
  if (options.help) return 'help';
  return {
    manifestPath: options.manifest,
    port: options.port === undefined ? undefined : portOf(options.port),
    folder: options.folder,
    seed: {
      workspace: nonEmpty('--workspace', options.workspace),
      channels: options.channel.map(channelName),
      users: options.user.map(userOf),
    },
    requestUrl: options['request-url'] === undefined ? undefined : urlOf(options['request-url']),
    envFile: options['write-env'],
    faults: options.fault,
  };
}

function parseOptions(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: OPTIONS }).values;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw badOption(`${reason.split('. ')[0]}. Run \`local-slack --help\` for the options.`, cause);
  }
}

function portOf(value: string): number {
  const port = Number(value);
  if (/^\d+$/.test(value) && port >= 1 && port <= 65_535) return port;
  throw badOption(`--port is "${value}". Use a number from 1 to 65535.`);
}

function channelName(value: string): string {
  const name = value.replace(/^#/, '');
  if (/^[a-z0-9_-]{1,80}$/.test(name)) return name;
  throw badOption(`--channel is "${value}". Use lowercase letters, digits, "-" and "_", at most 80 characters.`);
}

function userOf(value: string, index: number): Seed['users'][number] {
  const [, name, fullName = name] = /^([a-z0-9._-]{1,80})(?:=(.+))?$/.exec(value) ?? [];
  if (name === undefined || fullName === undefined)
    throw badOption(`--user is "${value}". Use a name in lowercase letters, or "name=Full Name".`);
  return { name, real_name: fullName, is_admin: index === 0 };
}

function urlOf(value: string): string {
  if (URL.canParse(value) && ['http:', 'https:'].includes(new URL(value).protocol)) return value;
  throw badOption(`--request-url is "${value}". Use an http or https URL, like http://localhost:3000/slack/events.`);
}

function nonEmpty(option: string, value: string): string {
  if (value.trim() !== '') return value;
  throw badOption(`${option} is empty.`);
}

function badOption(message: string, cause?: unknown): LocalSlackError {
  return new LocalSlackError({ code: 'bad_option', message, cause });
}
