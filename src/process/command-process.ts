import { randomBytes, randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import packageJson from '../../package.json' with { type: 'json' };
import { callServer, respondsAt } from '../bot/http/call-server.ts';
import type { HttpServer } from '../bot/http/open-server.ts';
import { readServerFile } from '../bot/http/server-file.ts';
import { readAgentToken } from '../config/agent-token.ts';
import { type Config, readConfig, sharesStores } from '../config/config.ts';
import { personAt } from '../coordination/identity/actor.ts';
import type { App, OpenApp } from '../operations/app.ts';
import { authenticate } from '../operations/kit/authenticate.ts';
import { failureOf } from '../operations/kit/failure.ts';
import { parseInput } from '../operations/kit/input/parse-input.ts';
import { isStoreUnavailable } from '../operations/kit/is-store-unavailable.ts';
import type { Operation, OperationCall, Outcome } from '../operations/kit/operation.ts';
import { loadOperation } from '../operations/load-operation.ts';
import { once } from '../platform/once.ts';
import { Problem } from '../platform/problem.ts';
import { PROCESS_PARTS, type ProcessPart } from '../platform/process-part.ts';
import { Unavailable } from '../platform/unavailable.ts';
import { allOperations } from './command-operations.ts';
import { httpMounts } from './http-mounts.ts';
import {
  type OpenData,
  type OpenDataSettings,
  type OperationRunner,
  openData,
  openDocuments,
  openShared,
  refuseLocal,
} from './open-data.ts';
import type { StartedParts } from './start-bot.ts';
import { userName } from './user-name.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The signals by which people and schedulers end a process. */
export const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The resources that this process has opened, and the signal that ends the process. */
export interface CommandProcess {
  readonly env: Environment;
  /** Returns the configuration, which is read at the first call. */
  readonly config: () => Config;
  readonly interrupt: AbortController;
  app?: OpenApp;
  data?: OperationRunner;
  shared?: Promise<OperationRunner>;
  bot?: StartedParts;
  /** The HTTP server of a process that shares its stores with others. */
  server?: Pick<HttpServer, 'close'>;
}

export const { version } = packageJson;

const TIPOFF_FOLDER = fileURLToPath(new URL('../..', import.meta.url));

/** The person who started this process. */
export const person = personAt('cli', { name: userName() });

export function commandProcess(env: Environment): CommandProcess {
  const config = once(() => readConfig(env, { working: process.cwd(), tipoff: TIPOFF_FOLDER }));
  return { env, config, interrupt: new AbortController() };
}

export function configOf({ config }: CommandProcess): Config {
  return config();
}

/**
 * Returns the token in TIPOFF_TOKEN, which makes this process act as an agent and not as the person who started it.
 * Throws a `Problem` if the variable is blank or contains no token.
 */
export function bearerOf({ env }: CommandProcess): string | undefined {
  return readAgentToken(env);
}

/**
 * Opens the app of this process. A command runs no part of Tipoff where other processes do; elsewhere it does everything
 * itself.
 */
export async function loadApp(
  current: CommandProcess,
  parts: readonly ProcessPart[] = sharesStores(configOf(current)) ? [] : PROCESS_PARTS,
): Promise<OpenApp> {
  const { openApp } = await import('../app.ts');
  current.app = await openApp(configOf(current), parts);
  return current.app;
}

/** Opens the data in this process. If another process holds the data, finds that process instead. */
export async function openDataOf(current: CommandProcess): Promise<OpenData> {
  const data = await openData(openDataSettings(current));
  current.data = data;
  return data;
}

/** Opens only the stores that an operation needs. If another process holds them, finds that process instead. */
async function openFor({ opens }: Pick<Operation, 'opens'>, current: CommandProcess): Promise<OperationRunner> {
  if (sharesStores(configOf(current))) current.data = await sharedRunner(current);
  else if (opens === 'documents') current.data = await openDocuments(openDataSettings(current));
  else return await openDataOf(current);
  return current.data;
}

/** A process that lives longer than one call, such as an MCP server, opens the shared stores once. */
async function sharedRunner(current: CommandProcess): Promise<OperationRunner> {
  current.shared ??= openShared(openDataSettings(current));
  try {
    return await current.shared;
  } catch (error) {
    delete current.shared;
    throw error;
  }
}

/** The settings with which this process opens its data. */
export function openDataSettings(current: CommandProcess): OpenDataSettings {
  return {
    dataFolder: configOf(current).dataFolder,
    operations: allOperations,
    person,
    token: randomBytes(32).toString('base64url'),
    bearer: bearerOf(current),
    authenticate,
    mounts: (app, operations) => httpMounts({ app, version, operations }),
    version,
    openApp: () => loadApp(current),
  };
}

/**
 * Closes everything that this process opened. After a command, its running work ends first. After a signal, the work
 * stops, and another process or the next start continues it.
 */
export async function closeAll(current: CommandProcess): Promise<void> {
  const stopped = current.interrupt.signal.aborted ? current.app?.stop() : undefined;
  await Promise.all([stopped, current.bot?.close(), current.server?.close()]);
  await (current.data ?? current.app)?.close();
}

/** Runs an operation by name, without a command line. */
type RunNamed = (name: string, input: Readonly<Record<string, unknown>>) => Promise<Outcome<unknown>>;

/**
 * Runs one operation by name as a command of its own does, and closes what it opened. A process that lives longer than
 * its calls leaves the data to others in between.
 */
export async function callNamed(
  env: Environment,
  name: string,
  input: Readonly<Record<string, unknown>>,
): Promise<Outcome<unknown>> {
  const current = commandProcess(env);
  try {
    const operation = await loadOperation(name);
    return await runAtData(current, operation, callOf(operation, input));
  } finally {
    await closeAll(current);
  }
}

/** Runs `work` on the documents in the process that holds them, then closes them. The caller is the user of this process. */
export async function withDocuments<R>(env: Environment, work: (run: RunNamed) => Promise<R>): Promise<R> {
  const current = commandProcess(env);
  try {
    const { run } = await openFor({ opens: 'documents' }, current);
    return await work(async (name, input) => {
      const operation = await loadOperation(name);
      return await run(operation, callOf(operation, input));
    });
  } finally {
    await closeAll(current);
  }
}

/** Runs `work` in this process when the store cannot look up a token. An agent's token then counts as unchecked. */
export async function withLocalApp<R>(env: Environment, work: (run: RunNamed) => Promise<R>): Promise<R> {
  return await withApp(env, async (app, bearer) => {
    if (bearer === undefined)
      return await work(async (name, input) => {
        const operation = await loadOperation(name);
        return await operation.run(app, callOf(operation, input));
      });
    const { runUnchecked, uncheckedAgent } = await import('../operations/deploy/run-unchecked.ts');
    const error = new Unavailable('The store of the agent tokens', undefined);
    return await work(async (name, input) => {
      const operation = await loadOperation(name);
      const call = { operation, input: callOf(operation, input).input };
      return await runUnchecked(app, call, { actor: uncheckedAgent(bearer, person), error });
    });
  });
}

/** Runs an operation in the process that holds the data. If the store cannot look up an agent's token, the token stays unchecked. */
export async function runAtData(
  current: CommandProcess,
  operation: Operation,
  call: OperationCall<Record<string, unknown>>,
): Promise<Outcome<unknown>> {
  try {
    return await (await openFor(operation, current)).run(operation, call);
  } catch (error) {
    if (bearerOf(current) === undefined) throw error;
    if (failureOf(error).code.startsWith('token_')) throw badToken(error);
    if (!isStoreUnavailable(error)) throw error;
    const { runUnchecked, uncheckedAgent } = await import('../operations/deploy/run-unchecked.ts');
    return await withApp(current.env, (app, bearer = '') =>
      runUnchecked(app, { operation, input: call.input }, { actor: uncheckedAgent(bearer, person), error }),
    );
  }
}

/**
 * Runs an operation that opens no store. The process that serves the data runs it, because only that process can read the stores it has
 * open. If no process serves the data, or the call fails, this process runs it.
 */
export async function runWithoutStores(
  current: CommandProcess,
  operation: Operation,
  call: OperationCall<Record<string, unknown>>,
): Promise<Outcome<unknown>> {
  const bearer = bearerOf(current);
  if (operation.effect !== 'read') refuseLocal({ bearer }, operation);
  const outcome =
    operation.configuredBy === 'caller' ? undefined : await runAtServer(current, bearer, { ...call, operation });
  return outcome ?? (await operation.run((await loadApp(current)).app, call));
}

async function runAtServer(
  current: CommandProcess,
  bearer: string | undefined,
  call: OperationCall<Record<string, unknown>> & { readonly operation: Operation },
): Promise<Outcome<unknown> | undefined> {
  try {
    const server = await readServerFile(configOf(current).dataFolder);
    if (server === undefined || (await respondsAt(server)) === 'gone') return;
    const outcome = await callServer({ ...server, token: bearer ?? server.token }, call);
    return outcome === 'not begun' ? undefined : outcome;
  } catch {
    return;
  }
}

/** Names TIPOFF_TOKEN in the error message, because people forget that the variable is set. */
function badToken(cause: unknown): Problem {
  const { code, message } = failureOf(cause);
  return new Problem({ code, message: `TIPOFF_TOKEN is not valid. ${message}`, cause });
}

async function withApp<R>(env: Environment, work: (app: App, bearer: string | undefined) => Promise<R>): Promise<R> {
  const current = commandProcess(env);
  try {
    return await work((await loadApp(current)).app, bearerOf(current));
  } finally {
    await closeAll(current);
  }
}

function callOf(operation: Pick<Operation, 'input'>, given: Readonly<Record<string, unknown>>) {
  const input = parseInput(operation.input, given);
  return { input, actor: person, request: randomUUID(), progress: () => undefined };
}
