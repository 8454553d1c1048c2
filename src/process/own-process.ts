import { randomBytes, randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { fileURLToPath } from 'node:url';
import packageJson from '../../package.json' with { type: 'json' };
import { callServer, respondsAt } from '../bot/http/call-server.ts';
import { readServerFile } from '../bot/http/server-file.ts';
import { type Config, readConfig } from '../config/config.ts';
import { personAt } from '../coordination/identity/actor.ts';
import type { JobClock } from '../jobs/job-clock.ts';
import type { App, OpenApp } from '../operations/app.ts';
import { runUnchecked, uncheckedAgent } from '../operations/deploy/run-unchecked.ts';
import { authenticate } from '../operations/kit/authenticate.ts';
import { failureOf } from '../operations/kit/failure.ts';
import { parseInput } from '../operations/kit/input/parse-input.ts';
import type { Operation, OperationCall, Outcome } from '../operations/kit/operation.ts';
import { operationNamed } from '../operations/kit/operation-named.ts';
import { isStoreAway } from '../operations/kit/store-away.ts';
import { OPERATIONS } from '../operations/registry.ts';
import { Problem } from '../platform/problem.ts';
import { Unavailable } from '../platform/unavailable.ts';
import type { RunningWatches } from '../workers/watches.ts';
import type { OpenChannel } from './open-channel.ts';
import {
  type Reached,
  type ReachedData,
  type ReachSettings,
  reachData,
  reachDocuments,
  refuseLocal,
} from './reach-data.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What this process has opened, and what tells it to end. */
export interface CommandProcess {
  readonly env: Environment;
  readonly interrupt: AbortController;
  app?: OpenApp;
  data?: Reached;
  watches?: RunningWatches;
  jobs?: JobClock;
  channel?: OpenChannel;
}

export const { version } = packageJson;

const TIPOFF_FOLDER = fileURLToPath(new URL('../..', import.meta.url));

/** The person who started this process. */
export const person = personAt('cli', { name: userInfo().username });

export function commandProcess(env: Environment): CommandProcess {
  return { env, interrupt: new AbortController() };
}

export function configOf({ env }: CommandProcess): Config {
  return readConfig(env, { working: process.cwd(), tipoff: TIPOFF_FOLDER });
}

/** The token of who asks by this process, where it is not the person who started it. */
export function bearerOf({ env }: CommandProcess): string | undefined {
  return env['TIPOFF_TOKEN']?.trim() || undefined;
}

export async function loadApp(own: CommandProcess): Promise<OpenApp> {
  const { openApp } = await import('../app.ts');
  own.app = await openApp(configOf(own));
  return own.app;
}

/** The data, held by this process or by another one. */
export async function reachOwnData(own: CommandProcess): Promise<ReachedData> {
  const data = await reachData(reachSettings(own));
  own.data = data;
  return data;
}

/** What an operation needs of the data, wherever that is. */
async function reachFor({ opens }: Pick<Operation, 'opens'>, own: CommandProcess): Promise<Reached> {
  if (opens !== 'documents') return await reachOwnData(own);
  own.data = await reachDocuments(reachSettings(own));
  return own.data;
}

function reachSettings(own: CommandProcess): ReachSettings {
  return {
    dataFolder: configOf(own).dataFolder,
    operations: OPERATIONS,
    person,
    token: randomBytes(32).toString('base64url'),
    bearer: bearerOf(own),
    authenticate,
    mounts: (app) => ({
      '/mcp': async (exchange) =>
        (await import('../bot/mcp/answer-mcp.ts')).answerMcp({ app, operations: OPERATIONS, version }, exchange),
    }),
    version,
    openApp: () => loadApp(own),
  };
}

/** Gives back what was opened; what is under way is waited for. */
export async function closeAll(own: CommandProcess): Promise<void> {
  await own.jobs?.stop();
  await own.watches?.stop();
  await own.channel?.close();
  await (own.data ?? own.app)?.close();
}

/** Asks for operations by name, without a command line. */
type Ask = (name: string, input: Readonly<Record<string, unknown>>) => Promise<Outcome<unknown>>;

/** Gives `work` the documents wherever they are, as whoever this process asks for, and closes them afterwards. */
export async function withDocuments<R>(env: Environment, work: (ask: Ask) => Promise<R>): Promise<R> {
  const own = commandProcess(env);
  try {
    const { run } = await reachFor({ opens: 'documents' }, own);
    return await work((name, input) => run(operationNamed(OPERATIONS, name), callOf(name, input)));
  } finally {
    await closeAll(own);
  }
}

/** The same by this process alone, for when not even a token can be looked up: as the person who started it, or as an unchecked agent. */
export async function withLocalApp<R>(env: Environment, work: (ask: Ask) => Promise<R>): Promise<R> {
  return await withApp(env, async (app, bearer) => {
    if (bearer === undefined)
      return await work((name, input) => operationNamed(OPERATIONS, name).run(app, callOf(name, input)));
    const error = new Unavailable('The owner of the token', undefined);
    return await work((name, input) => {
      const call = { operation: operationNamed(OPERATIONS, name), input: callOf(name, input).input };
      return runUnchecked(app, call, { actor: uncheckedAgent(bearer, person), error });
    });
  });
}

/** Runs an operation where the data is; for an agent whose token cannot be looked up, what may be asked for without. */
export async function runAtData(
  own: CommandProcess,
  operation: Operation,
  call: OperationCall<Record<string, unknown>>,
): Promise<Outcome<unknown>> {
  try {
    return await (await reachFor(operation, own)).run(operation, call);
  } catch (error) {
    if (bearerOf(own) === undefined) throw error;
    if (failureOf(error).code.startsWith('token_')) throw badToken(error);
    if (!isStoreAway(error)) throw error;
    return await withApp(own.env, (app, bearer = '') =>
      runUnchecked(app, { operation, input: call.input }, { actor: uncheckedAgent(bearer, person), error }),
    );
  }
}

/**
 * Runs an operation that opens no store: in the process that serves the data, which can read its open stores, and in this one where none
 * serves it or where that one fails.
 */
export async function runWithoutStores(
  own: CommandProcess,
  operation: Operation,
  call: OperationCall<Record<string, unknown>>,
): Promise<Outcome<unknown>> {
  if (operation.effect !== 'read') refuseLocal({ bearer: bearerOf(own) }, operation);
  const served = await runInOwner(own, operation, call);
  return served ?? (await operation.run((await loadApp(own)).app, call));
}

async function runInOwner(
  own: CommandProcess,
  operation: Operation,
  call: OperationCall<Record<string, unknown>>,
): Promise<Outcome<unknown> | undefined> {
  try {
    const server = await readServerFile(configOf(own).dataFolder);
    if (server === undefined || (await respondsAt(server)) === 'gone') return;
    const outcome = await callServer({ ...server, token: bearerOf(own) ?? server.token }, { ...call, operation });
    return outcome === 'not begun' ? undefined : outcome;
  } catch {
    return;
  }
}

/** Who has forgotten that it is set wonders which token is meant. */
function badToken(cause: unknown): Problem {
  const { code, message } = failureOf(cause);
  return new Problem({ code, message: `TIPOFF_TOKEN is no good. ${message}`, cause });
}

async function withApp<R>(env: Environment, work: (app: App, bearer: string | undefined) => Promise<R>): Promise<R> {
  const own = commandProcess(env);
  try {
    return await work((await loadApp(own)).app, bearerOf(own));
  } finally {
    await closeAll(own);
  }
}

function callOf(name: string, given: Readonly<Record<string, unknown>>) {
  const input = parseInput(operationNamed(OPERATIONS, name).input, given);
  return { input, actor: person, request: randomUUID(), progress: () => undefined };
}
