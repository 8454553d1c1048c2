import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, ListenOptions } from 'node:net';
import * as z from 'zod';
import { failureOf } from '../../operations/kit/failure.ts';
import { Problem } from '../../platform/problem.ts';
import { PROCESS_PARTS } from '../../platform/process-part.ts';
import { removeStaleSocket, restrictSocket } from './local-socket.ts';
import { detailsOfFailure } from './problem-details.ts';
import { refuseUnreadRequests } from './refuse-unread-requests.ts';
import { cloudSite, loopbackSite } from './request-refusals.ts';
import { withTrace } from './request-trace.ts';
import { respondProblem } from './respond.ts';
import { pathOf, type RouteSettings, routeRequest } from './route-request.ts';
import { serverCloser } from './server-closer.ts';

const HEADERS_WITHIN_MS = 5_000;
/**
 * A request must arrive within this time. Node checks it once a second, so a slow client is disconnected within ten
 * seconds.
 */
const REQUEST_WITHIN_MS = 8_000;
const CHECK_EVERY_MS = 1_000;
const MAX_HEADER_BYTES = 8_192;

/** The port of a process in the cloud, and the host names at which it answers. */
interface PublicPort {
  readonly port: number;
  readonly hosts: readonly string[];
}

export interface HttpServerSettings
  extends Omit<RouteSettings, 'site' | 'probesAt' | 'arrivedAt' | 'role' | 'parts'>,
    Partial<Pick<RouteSettings, 'role' | 'parts'>> {
  /** If it is absent, only programs of this machine can reach the server. */
  readonly publicPort?: PublicPort;
  /**
   * The path of the socket for the commands of this user. If the path is absent, the server listens only on its port.
   */
  readonly socket?: string;
}

export interface HttpServer {
  readonly port: number;
  /** Closes the server. New and incomplete requests are dropped. Resolves when all other requests are answered. */
  close(): Promise<void>;
}

interface Listener {
  readonly arrivedAt: RouteSettings['arrivedAt'];
  readonly server: Server;
  readonly close: ReturnType<typeof serverCloser>;
}

/**
 * Serves `POST /api/<noun>/<verb>` for every operation, and the paths of the additional handlers. The server listens on
 * a free port of 127.0.0.1 and on a socket, and both give the same responses. In the cloud it listens on a fixed port of
 * every address instead. Throws a `Problem` `port_taken` if another program has this port.
 */
export async function openHttpServer(settings: HttpServerSettings): Promise<HttpServer> {
  const listeners = [newListener('port'), newListener('socket')] as const;
  const [tcp, local] = listeners;
  const port = await listenAtPort(tcp.server, settings.publicPort);
  const common = { role: 'all', parts: PROCESS_PARTS, ...settings, ...siteOf(port, settings.publicPort) };
  const running = new Set<Promise<void>>();
  const close = async () => {
    await Promise.all(listeners.map((listener) => listener.close(() => Promise.all(running))));
  };
  for (const { server, arrivedAt } of listeners) {
    server.on('request', (request, response) => {
      const answered = withTrace(request.headers, () => answerRequest({ ...common, arrivedAt }, request, response));
      running.add(answered);
      void answered.finally(() => running.delete(answered));
    });
  }
  if (settings.socket !== undefined) await listenAtSocket(local.server, settings.socket).catch(closeAndThrow(close));
  return { port, close };
}

function newListener(arrivedAt: Listener['arrivedAt']): Listener {
  const server = createServer({
    headersTimeout: HEADERS_WITHIN_MS,
    requestTimeout: REQUEST_WITHIN_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
    connectionsCheckingInterval: CHECK_EVERY_MS,
    requireHostHeader: false,
  });
  refuseUnreadRequests(server);
  return { arrivedAt, server, close: serverCloser(server) };
}

function siteOf(port: number, publicPort: PublicPort | undefined): Pick<RouteSettings, 'site' | 'probesAt'> {
  if (publicPort === undefined) return { site: loopbackSite(port), probesAt: 'own-hosts' };
  return { site: cloudSite(port, publicPort.hosts), probesAt: 'any-host' };
}

async function listenAtPort(server: Server, publicPort: PublicPort | undefined): Promise<number> {
  if (publicPort === undefined) await listen(server, { host: '127.0.0.1', port: 0 });
  else await listen(server, { host: '0.0.0.0', port: publicPort.port }).catch(portTaken(publicPort.port));
  return z.custom<AddressInfo>((address) => address !== null && typeof address === 'object').parse(server.address())
    .port;
}

async function listenAtSocket(server: Server, path: string): Promise<void> {
  await removeStaleSocket(path);
  await listen(server, { path });
  await restrictSocket(path);
}

function listen(server: Server, where: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(where, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}

function portTaken(port: number): (cause: unknown) => never {
  return (cause) => {
    const message = `Tipoff cannot listen on port ${port}. Another program may be using it. Stop that program, or set PORT to another port.`;
    throw new Problem({ code: 'port_taken', message, cause });
  };
}

function closeAndThrow(close: () => Promise<void>): (error: unknown) => Promise<never> {
  return async (error) => {
    await close();
    throw error;
  };
}

/**
 * Returns whether a connection ended before its request was complete. The client may have disconnected or been too
 * slow.
 */
function isGone({ complete, destroyed }: IncomingMessage): boolean {
  return destroyed && !complete;
}

/** This is the only place in the HTTP transport that catches errors. */
async function answerRequest(
  settings: RouteSettings,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await routeRequest(settings, request, response);
  } catch (error) {
    if (isGone(request)) return;
    const failure = failureOf(error);
    if (failure.kind === 'defect') settings.app.log.error({ error, url: pathOf(request) }, 'A request met a defect');
    respondProblem(response, detailsOfFailure(failure));
  }
}
