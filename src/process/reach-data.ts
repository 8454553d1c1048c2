import { setTimeout as pause } from 'node:timers/promises';
import { callServer, respondsAt } from '../bot/http/call-server.ts';
import { callerRefusal } from '../bot/http/identify-caller.ts';
import type { HttpServer, HttpServerSettings } from '../bot/http/open-server.ts';
import { readServerFile, removeServerFile, type ServerFile, writeServerFile } from '../bot/http/server-file.ts';
import type { App, OpenApp } from '../operations/app.ts';
import type { Authenticated } from '../operations/kit/authenticate.ts';
import { failureOf } from '../operations/kit/failure.ts';
import type { Operation, OperationCall, Outcome } from '../operations/kit/operation.ts';
import { Problem } from '../platform/problem.ts';
import { folderProblem, makeDataFolder } from './make-data-folder.ts';

const PATIENCE_MS = 10_000;
const RETRY_AFTER_MS = 150;
const HELD = 'warehouse_held';

export interface ReachSettings extends Pick<HttpServerSettings, 'operations' | 'person' | 'token' | 'version'> {
  /** Absolute path. */
  readonly dataFolder: string;
  /** The token of whoever asks by this process, where it is not the person it belongs to. */
  readonly bearer: string | undefined;
  /** Who has a token. */
  readonly authenticate: (app: App, bearer: string) => Promise<Authenticated>;
  /** What answers at other paths than those of the operations. */
  readonly mounts: (app: App) => HttpServerSettings['mounts'];
  readonly openApp: () => Promise<OpenApp>;
  /** How long to wait for a holder that does not answer (it may be about to open or to end), in milliseconds. */
  readonly patienceMs?: number;
}

/** Who runs operations: this process or another one of this user. */
export interface Reached {
  /** As whoever the bearer token stands for, if there is one, and not as the actor of the call. Throws a `Problem` for a token that is no good. */
  run(operation: Operation, call: OperationCall<Record<string, unknown>>): Promise<Outcome<unknown>>;
  /** Takes back the word left for others. */
  forget(): Promise<void>;
  /** Gives the data up when it is held here, after the requests of others are answered and no work goes on. */
  close(): Promise<void>;
}

/** The data, wherever it is held. */
export interface ReachedData extends Reached {
  readonly held: 'here' | 'elsewhere';
  /** Of the process that holds it. */
  readonly server: ServerFile;
}

/**
 * Finds the process that holds the data folder, or becomes it. The warehouse's own lock decides between two that start at once; the loser
 * then calls the winner. Throws a `Problem` `data_held` that names process and folder when the holder does not answer.
 */
export async function reachData(settings: ReachSettings): Promise<ReachedData> {
  await makeDataFolder(settings.dataFolder);
  const giveUpAt = performance.now() + (settings.patienceMs ?? PATIENCE_MS);
  for (;;) {
    const server = await readServerFile(settings.dataFolder);
    if (server !== undefined && (await respondsAt(server)) === 'alive') return elsewhere(settings, server);
    const taken = await takeHold(settings);
    if ('close' in taken) return taken;
    if (performance.now() > giveUpAt) throw dataHeld(settings.dataFolder, taken.problem);
    await pause(RETRY_AFTER_MS);
  }
}

/**
 * For operations that touch documents only: several processes may, so this one does it alone where none serves the folder. Locks can be asked
 * for while the models or the warehouse cannot be used, which may be why somebody deploys.
 */
export async function reachDocuments(settings: ReachSettings): Promise<Reached> {
  await makeDataFolder(settings.dataFolder);
  const server = await readServerFile(settings.dataFolder);
  if (server !== undefined && (await respondsAt(server)) === 'alive') return elsewhere(settings, server);
  const { app, idle, close } = await settings.openApp();
  return {
    run: (operation, call) => runHere(settings, app, { operation, call }),
    forget: () => Promise.resolve(),
    close: async () => {
      await idle();
      await close();
    },
  };
}

/** Calls the holder; one that ends before it takes the call is followed by whoever holds the data then. */
function elsewhere(settings: ReachSettings, server: ServerFile): ReachedData {
  const asked = { ...server, token: settings.bearer ?? server.token };
  let successor: ReachedData | undefined;
  return {
    held: 'elsewhere',
    server,
    run: async (operation, call) => {
      refuseLocal(settings, operation);
      const outcome = await callServer(asked, { ...call, operation });
      if (outcome !== 'not begun') return outcome;
      successor = await reachData(settings);
      return await successor.run(operation, call);
    },
    forget: async () => {
      await successor?.forget();
    },
    close: async () => {
      await successor?.close();
    },
  };
}

async function takeHold(settings: ReachSettings): Promise<ReachedData | { readonly problem: Problem }> {
  const opened = await settings.openApp();
  try {
    await opened.hold();
    return await here(settings, opened);
  } catch (error) {
    await opened.close();
    if (error instanceof Problem && failureOf(error).code === HELD) return { problem: error };
    throw folderProblem(error, settings.dataFolder);
  }
}

async function here(settings: ReachSettings, { app, idle, close }: OpenApp): Promise<ReachedData> {
  const { dataFolder, operations, person, token, version } = settings;
  const mounts = settings.mounts(app);
  const authenticate = (given: string) => settings.authenticate(app, given);
  const { instanceId: instance } = app;
  const { openHttpServer } = await import('../bot/http/open-server.ts');
  const door = await openHttpServer({ app, operations, person, token, authenticate, mounts, version, instance });
  const server = await leaveWord(settings, app, door).catch(async (error: unknown) => {
    await door.close();
    throw error;
  });
  const forget = () => removeServerFile(dataFolder, app.instanceId);
  return {
    held: 'here',
    server,
    run: (operation, call) => runHere(settings, app, { operation, call }),
    forget,
    close: async () => {
      await forget();
      await door.close();
      await idle();
      await close();
    },
  };
}

async function leaveWord({ dataFolder, token }: ReachSettings, app: App, { port }: HttpServer): Promise<ServerFile> {
  const { instanceId: instance } = app;
  const server: ServerFile = { port, token, pid: process.pid, instance, started_at: app.now().toISOString() };
  await writeServerFile(dataFolder, server);
  return server;
}

interface AskedHere {
  readonly operation: Operation;
  readonly call: OperationCall<Record<string, unknown>>;
}

async function runHere(
  { bearer, authenticate }: ReachSettings,
  app: App,
  { operation, call }: AskedHere,
): Promise<Outcome<unknown>> {
  refuseLocal({ bearer }, operation);
  if (bearer === undefined) return await operation.run(app, call);
  const authenticated = await authenticate(app, bearer);
  if (authenticated.type === 'refused') throw new Problem(callerRefusal(authenticated));
  return await operation.run(app, { ...call, actor: authenticated.actor });
}

/** Throws a `Problem` `not_allowed` for an agent: only the person at this machine may call local operations. */
export function refuseLocal(
  { bearer }: Pick<ReachSettings, 'bearer'>,
  { name, reach }: Pick<Operation, 'name' | 'reach'>,
): void {
  if (bearer === undefined || reach !== 'local') return;
  const message = `Only the person at this machine may \`tipoff ${name}\`, and TIPOFF_TOKEN says that you are an agent. Ask the person you act for.`;
  throw new Problem({ code: 'not_allowed', message });
}

function dataHeld(dataFolder: string, held: Problem): Problem {
  const pid = /PID (\d+)/.exec(held.message)?.[1];
  const holder = pid === undefined ? 'another process' : `process ${pid}`;
  return new Problem({
    code: 'data_held',
    message: `The data folder ${dataFolder} is held by ${holder}, which does not answer. Stop that process, or point TIPOFF_DATA at another folder.`,
    cause: held,
  });
}
