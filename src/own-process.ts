import { randomBytes, randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { fileURLToPath } from 'node:url';
import packageJson from '../package.json' with { type: 'json' };
import type { OpenChannel } from './app.ts';
import {
  type Reached,
  type ReachedData,
  type ReachSettings,
  reachData,
  reachDocuments,
} from './bot/http/reach-data.ts';
import { type Config, readConfig } from './config.ts';
import { personAt } from './coordination/identity/actor.ts';
import type { App, OpenApp } from './operations/app.ts';
import { authenticate } from './operations/authenticate.ts';
import { failureOf } from './operations/failure.ts';
import { parseInput } from './operations/input/parse-input.ts';
import type { Call, Operation, Outcome } from './operations/operation.ts';
import { OPERATIONS } from './operations/registry.ts';
import { runUnchecked, uncheckedAgent } from './operations/run-unchecked.ts';
import { isStoreAway } from './operations/store-away.ts';
import { Problem } from './platform/problem.ts';
import { Unavailable } from './platform/unavailable.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What this process has opened, and what tells it to end. */
export interface OwnProcess {
  readonly env: Environment;
  readonly interrupt: AbortController;
  app?: OpenApp;
  data?: Reached;
  channel?: OpenChannel;
}

export const { version } = packageJson;

const TIPOFF_FOLDER = fileURLToPath(new URL('..', import.meta.url));

/** The person who started this process. */
export const person = personAt('cli', { name: userInfo().username });

export function ownProcess(env: Environment): OwnProcess {
  return { env, interrupt: new AbortController() };
}

export function configOf({ env }: OwnProcess): Config {
  return readConfig(env, { working: process.cwd(), tipoff: TIPOFF_FOLDER });
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
  const data = await reachData(reachSettings(own));
  own.data = data;
  return data;
}

/** What an operation needs of the data, wherever that is. */
async function reachFor({ opens }: Pick<Operation, 'opens'>, own: OwnProcess): Promise<Reached> {
  if (opens !== 'documents') return await reach(own);
  own.data = await reachDocuments(reachSettings(own));
  return own.data;
}

function reachSettings(own: OwnProcess): ReachSettings {
  return {
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
  };
}

/** Gives back what was opened; what is under way is waited for. */
export async function closeAll(own: OwnProcess): Promise<void> {
  await own.channel?.close();
  await (own.data ?? own.app)?.close();
}

/** Asks for operations by name, without a command line. */
type Ask = (name: string, input: Readonly<Record<string, unknown>>) => Promise<Outcome<unknown>>;

/** Gives `work` the documents wherever they are, as whoever this process asks for, and closes them afterwards. */
export async function withDocuments<R>(env: Environment, work: (ask: Ask) => Promise<R>): Promise<R> {
  const own = ownProcess(env);
  try {
    const { run } = await reachFor({ opens: 'documents' }, own);
    return await work((name, input) => run(operationNamed(name), callOf(name, input)));
  } finally {
    await closeAll(own);
  }
}

/** The same by this process alone, for when not even a token can be looked up: as the person who started it, or as an unchecked agent. */
export async function withOwnHands<R>(env: Environment, work: (ask: Ask) => Promise<R>): Promise<R> {
  return await withOwnApp(env, async (app, bearer) => {
    if (bearer === undefined) return await work((name, input) => operationNamed(name).run(app, callOf(name, input)));
    const error = new Unavailable('The owner of the token', undefined);
    return await work((name, input) => {
      const call = { operation: operationNamed(name), input: callOf(name, input).input };
      return runUnchecked(app, call, { actor: uncheckedAgent(bearer, person), error });
    });
  });
}

/** Runs an operation where the data is; for an agent whose token cannot be looked up, what may be asked for without. */
export async function runAtData(
  own: OwnProcess,
  operation: Operation,
  call: Call<Record<string, unknown>>,
): Promise<Outcome<unknown>> {
  try {
    return await (await reachFor(operation, own)).run(operation, call);
  } catch (error) {
    if (bearerOf(own) === undefined) throw error;
    if (failureOf(error).code.startsWith('token_')) throw badToken(error);
    if (!isStoreAway(error)) throw error;
    return await withOwnApp(own.env, (app, bearer = '') =>
      runUnchecked(app, { operation, input: call.input }, { actor: uncheckedAgent(bearer, person), error }),
    );
  }
}

/** Who has forgotten that it is set wonders which token is meant. */
function badToken(cause: unknown): Problem {
  const { code, message } = failureOf(cause);
  return new Problem({ code, message: `TIPOFF_TOKEN is no good. ${message}`, cause });
}

async function withOwnApp<R>(env: Environment, work: (app: App, bearer: string | undefined) => Promise<R>): Promise<R> {
  const own = ownProcess(env);
  try {
    return await work((await loadApp(own)).app, bearerOf(own));
  } finally {
    await closeAll(own);
  }
}

function callOf(name: string, given: Readonly<Record<string, unknown>>) {
  const input = parseInput(operationNamed(name).input, given);
  return { input, actor: person, request: randomUUID(), progress: () => undefined };
}

function operationNamed(name: string) {
  const operation = OPERATIONS.find((known) => known.name === name);
  if (operation === undefined) throw new Error(`There is no operation ${name}`);
  return operation;
}
