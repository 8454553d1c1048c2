import { setTimeout as pause } from 'node:timers/promises';
import { callServer, respondsAt } from '../bot/http/call-server.ts';
import { callerRefusal } from '../bot/http/identify-caller.ts';
import { chooseLocalSocket } from '../bot/http/local-socket.ts';
import type { HttpServerSettings } from '../bot/http/open-server.ts';
import { readServerFile, removeServerFile, type ServerFile, writeServerFile } from '../bot/http/server-file.ts';
import { announceBypasses } from '../coordination/deploy-locks/bypass.ts';
import type { App, OpenApp } from '../operations/app.ts';
import { answerCaller } from '../operations/kit/answer-caller.ts';
import type { Authenticated } from '../operations/kit/authenticate.ts';
import { failureOf } from '../operations/kit/failure.ts';
import type { Operation, OperationCall, Outcome } from '../operations/kit/operation.ts';
import { dataFolderProblem } from '../platform/folder-problem.ts';
import { once } from '../platform/once.ts';
import { Problem } from '../platform/problem.ts';
import { keepContentPrivate } from './keep-private.ts';
import { makeDataFolder } from './make-data-folder.ts';

const PATIENCE_MS = 10_000;
const RETRY_AFTER_MS = 150;
const HELD = 'warehouse_held';

export interface OpenDataSettings extends Pick<HttpServerSettings, 'operations' | 'person' | 'token' | 'version'> {
  /** Absolute path. */
  readonly dataFolder: string;
  /** The agent token of the caller; undefined when the caller is the person who started this process. */
  readonly bearer: string | undefined;
  /** Resolves to the actor that a token identifies. */
  readonly authenticate: (app: App, bearer: string) => Promise<Authenticated>;
  /** The HTTP handlers for paths that are not operations. */
  readonly mounts: (app: App) => Pick<HttpServerSettings, 'mounts' | 'guardedMounts'>;
  readonly openApp: () => Promise<OpenApp>;
  /**
   * How long to wait, in milliseconds, for a process that holds the data but does not answer. It may be starting or
   * ending.
   */
  readonly patienceMs?: number;
}

/** Runs operations, in this process or in another process of this user. */
export interface OperationRunner {
  /**
   * Runs the operation as the actor of the bearer token. Without a token, it runs as the actor of the call. Throws a `Problem` for an invalid token.
   */
  run(operation: Operation, call: OperationCall<Record<string, unknown>>): Promise<Outcome<unknown>>;
  /** Removes `server.json`, if this process wrote it. */
  forget(): Promise<void>;
  /** Closes the data folder if this process holds it. Requests and running work finish first. */
  close(): Promise<void>;
}

/** The open data folder, in this process or in another one. */
export interface OpenData extends OperationRunner {
  readonly held: 'here' | 'elsewhere';
  /** The server of the process that holds the data. */
  readonly server: ServerFile;
}

/**
 * Finds the process that holds the data folder, or opens the data in this process. If two processes start at the same
 * moment, the warehouse's lock decides, and the loser calls the winner. Throws a `Problem` `data_held` that names
 * process and folder when the holder does not answer.
 */
export async function openData(settings: OpenDataSettings): Promise<OpenData> {
  await makeDataFolder(settings.dataFolder);
  const restrictContent = once(() => makeContentPrivate(settings.dataFolder));
  const giveUpAt = performance.now() + (settings.patienceMs ?? PATIENCE_MS);
  for (;;) {
    const server = await readServerFile(settings.dataFolder);
    if (server !== undefined && (await respondsAt(server)) === 'alive') return elsewhere(settings, server);
    await restrictContent();
    const taken = await openHere(settings);
    if ('close' in taken) return taken;
    if (performance.now() > giveUpAt) throw dataHeld(settings.dataFolder, taken.problem);
    await pause(RETRY_AFTER_MS);
  }
}

/**
 * Opens only the document store, which several processes may use at the same time, or calls the process that has the
 * data folder open. Deploy locks thus work even when the models or the warehouse are broken, which may be the reason
 * for a deploy.
 */
export async function openDocuments(settings: OpenDataSettings): Promise<OperationRunner> {
  await makeDataFolder(settings.dataFolder);
  const server = await readServerFile(settings.dataFolder);
  if (server !== undefined && (await respondsAt(server)) === 'alive') return elsewhere(settings, server);
  await makeContentPrivate(settings.dataFolder);
  return inThisProcess(settings, await settings.openApp());
}

/**
 * Opens stores that several processes share. Every command opens them itself, because nobody holds them. Where a deploy
 * went without a lock, the notice of it is on this machine alone, so the next command announces it.
 */
export async function openShared(settings: OpenDataSettings): Promise<OperationRunner> {
  await makeDataFolder(settings.dataFolder);
  const opened = await settings.openApp();
  const runner = inThisProcess(settings, opened);
  return {
    ...runner,
    run: async (operation, call) => {
      const outcome = await runner.run(operation, call);
      await announceBypasses(opened.app).catch((error: unknown) =>
        opened.app.log.warn({ error }, 'bypasses of locks were not announced; the next command tries again'),
      );
      return outcome;
    },
    close: async () => {
      // Other processes run the batches, so a command does not wait for their end.
      await opened.stop();
      await runner.close();
    },
  };
}

/** Runs operations in this process, which does not serve them to other processes. */
export function inThisProcess(settings: OpenDataSettings, { app, idle, close }: OpenApp): OperationRunner {
  return {
    run: (operation, call) => runHere(settings, app, { operation, call }),
    forget: () => Promise.resolve(),
    close: async () => {
      await idle();
      await close();
    },
  };
}

/** Sends calls to the process that holds the data. If that process ends before it accepts a call, this process opens the data. */
function elsewhere(settings: OpenDataSettings, server: ServerFile): OpenData {
  const address = { ...server, token: settings.bearer ?? server.token };
  let successor: OpenData | undefined;
  return {
    held: 'elsewhere',
    server,
    run: async (operation, call) => {
      refuseLocal(settings, operation);
      const outcome = await callServer(address, { ...call, operation });
      if (outcome !== 'not begun') return outcome;
      successor = await openData(settings);
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

async function openHere(settings: OpenDataSettings): Promise<OpenData | { readonly problem: Problem }> {
  const opened = await settings.openApp();
  try {
    await opened.hold();
    return await here(settings, opened);
  } catch (error) {
    await opened.close();
    if (error instanceof Problem && failureOf(error).code === HELD) return { problem: error };
    throw dataFolderProblem(error, settings.dataFolder);
  }
}

async function makeContentPrivate(dataFolder: string): Promise<void> {
  try {
    await keepContentPrivate(dataFolder);
  } catch (error) {
    throw dataFolderProblem(error, dataFolder);
  }
}

async function here(settings: OpenDataSettings, { app, idle, close }: OpenApp): Promise<OpenData> {
  const { dataFolder, operations, person, token, version } = settings;
  const authenticate = (given: string) => settings.authenticate(app, given);
  const { instanceId: instance } = app;
  const { openHttpServer } = await import('../bot/http/open-server.ts');
  const { path: socket, remove } = await chooseLocalSocket(dataFolder);
  const served = { app, person, token, authenticate, version, instance, socket, ...settings.mounts(app), operations };
  const httpServer = await openHttpServer(served);
  const server = await publishServer(settings, app, { port: httpServer.port, socket }).catch(async (error: unknown) => {
    await httpServer.close();
    await remove();
    throw error;
  });
  const forget = async () => {
    await removeServerFile(dataFolder, app.instanceId);
    await remove();
  };
  return {
    held: 'here',
    server,
    run: (operation, call) => runHere(settings, app, { operation, call }),
    forget,
    close: async () => {
      await forget();
      await httpServer.close();
      await idle();
      await close();
    },
  };
}

async function publishServer(
  { dataFolder, token }: OpenDataSettings,
  app: App,
  address: Pick<ServerFile, 'port' | 'socket'>,
): Promise<ServerFile> {
  const { instanceId: instance } = app;
  const server: ServerFile = { ...address, token, pid: process.pid, instance, started_at: app.now().toISOString() };
  await writeServerFile(dataFolder, server);
  return server;
}

interface LocalCall {
  readonly operation: Operation;
  readonly call: OperationCall<Record<string, unknown>>;
}

async function runHere(
  { bearer, authenticate }: OpenDataSettings,
  app: App,
  { operation, call }: LocalCall,
): Promise<Outcome<unknown>> {
  refuseLocal({ bearer }, operation);
  if (bearer === undefined) return await answerCaller(app, operation, call);
  const authenticated = await authenticate(app, bearer);
  if (authenticated.type === 'refused') throw new Problem(callerRefusal(authenticated));
  return await answerCaller(app, operation, { ...call, actor: authenticated.actor });
}

/**
 * Throws a `Problem` `not_allowed` if an agent calls an operation that is only for the person at this machine. The HTTP
 * server would only answer that the operation does not exist.
 */
export function refuseLocal(
  { bearer }: Pick<OpenDataSettings, 'bearer'>,
  { name, reach }: Pick<Operation, 'name' | 'reach'>,
): void {
  if (bearer === undefined || reach !== 'local') return;
  const message = `Only the person at this machine may run \`tipoff ${name}\`, and TIPOFF_TOKEN identifies you as an agent. Ask the person you act for.`;
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
