import { randomBytes, randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import packageJson from '../package.json' with { type: 'json' };
import type { OpenChannel } from './app.ts';
import { type ReachedData, reachData } from './bot/http/reach-data.ts';
import { type Config, readConfig } from './config.ts';
import { personAt } from './coordination/identity/actor.ts';
import type { OpenApp } from './operations/app.ts';
import { authenticate } from './operations/authenticate.ts';
import type { Outcome } from './operations/operation.ts';
import { OPERATIONS } from './operations/registry.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What this process has opened, and what tells it to end. */
export interface OwnProcess {
  readonly env: Environment;
  readonly interrupt: AbortController;
  app?: OpenApp;
  data?: ReachedData;
  channel?: OpenChannel;
}

export const { version } = packageJson;

/** The person who started this process. */
export const person = personAt('cli', { name: userInfo().username });

export function ownProcess(env: Environment): OwnProcess {
  return { env, interrupt: new AbortController() };
}

export function configOf({ env }: OwnProcess): Config {
  return readConfig(env, process.cwd());
}

/** The token of who asks by this process, where it is not the person who started it. */
export function bearerOf({ env }: OwnProcess): string | undefined {
  return env['TIPOFF_TOKEN']?.trim() || undefined;
}

export async function loadApp(own: OwnProcess): Promise<OpenApp> {
  const { openApp } = await import('./app.ts');
  own.app = await openApp(configOf(own));
  return own.app;
}

/** The data, held by this process or by another one. */
export async function reach(own: OwnProcess): Promise<ReachedData> {
  own.data = await reachData({
    dataFolder: configOf(own).dataFolder,
    operations: OPERATIONS,
    person,
    token: randomBytes(32).toString('base64url'),
    bearer: bearerOf(own),
    authenticate,
    mounts: (app) => ({
      '/mcp': async (exchange) =>
        (await import('./bot/mcp/answer-mcp.ts')).answerMcp({ app, operations: OPERATIONS, version }, exchange),
    }),
    version,
    openApp: () => loadApp(own),
  });
  return own.data;
}

/** Gives back what was opened; what is under way is waited for. */
export async function closeAll(own: OwnProcess): Promise<void> {
  await own.channel?.close();
  await (own.data ?? own.app)?.close();
}

/** Asks for operations by name, without a command line. */
export type Ask = (name: string, input: Readonly<Record<string, unknown>>) => Promise<Outcome<unknown>>;

/** Gives `work` the data wherever it is held, and closes it afterwards. */
export async function withData<R>(env: Environment, work: (ask: Ask) => Promise<R>): Promise<R> {
  const own = ownProcess(env);
  try {
    const { run } = await reach(own);
    return await work((name, input) => {
      const operation = OPERATIONS.find((known) => known.name === name);
      if (operation === undefined) throw new Error(`There is no operation ${name}`);
      const call = { actor: person, request: randomUUID(), progress: () => undefined };
      return run(operation, { ...call, input: operation.input.parse(input) });
    });
  } finally {
    await closeAll(own);
  }
}
