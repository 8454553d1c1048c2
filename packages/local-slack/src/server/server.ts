import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import * as z from 'zod';
import { actingUser } from './acting-user.ts';
import { type AppRoutes, type Exchange, serveApp } from './app-routes.ts';
import { isForeign } from './is-foreign.ts';
import { type PageRoutes, servePage } from './page-routes.ts';
import { answerText } from './response.ts';

const HEADERS_WITHIN_MS = 5_000;
const REQUEST_WITHIN_MS = 8_000;
/** The interval at which Node checks for slow clients. By default, Node checks every 30 seconds. */
const CHECK_EVERY_MS = 1_000;
const MAX_HEADER_BYTES = 16_384;
/** The page sends nothing over its WebSocket, so the server accepts only small frames. */
const MAX_PAGE_FRAME_BYTES = 1_000;

export type Routes = AppRoutes & PageRoutes;

/**
 * Opens a server without routes on the first of the ports that is free. Port 0 is any free port. The caller adds the
 * routes later, because they need the server's port. Throws Node's error if no port can be used.
 */
export async function openServer(ports: readonly number[], host: string): Promise<{ server: Server; port: number }> {
  const [port = 0, ...others] = ports;
  try {
    return await listen(port, host);
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!isTaken || others.length === 0) throw error;
    return await openServer(others, host);
  }
}

async function listen(port: number, host: string): Promise<{ server: Server; port: number }> {
  const server = createServer({
    headersTimeout: HEADERS_WITHIN_MS,
    requestTimeout: REQUEST_WITHIN_MS,
    connectionsCheckingInterval: CHECK_EVERY_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host }, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
  const address = z.custom<AddressInfo>((value) => value !== null && typeof value === 'object').parse(server.address());
  return { server, port: address.port };
}

/** Serves apps and pages. Rejects cross-origin requests before it reads their body. */
export function serve(server: Server, port: number, routes: Routes): void {
  server.on('request', (request, response) => void answerRequest(routes, port, { request, response }));
  const pages = new WebSocketServer({ noServer: true, maxPayload: MAX_PAGE_FRAME_BYTES });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    upgrade({ routes, port, pages }, { request, socket, head });
  });
}

/** This is the only place in the server that catches errors. */
async function answerRequest(
  routes: Routes,
  port: number,
  { request, response }: Omit<Exchange, 'path'>,
): Promise<void> {
  try {
    const path = pathOf(request);
    const audience = /^\/(api|response|upload)\//.test(path) ? 'apps' : 'pages';
    if (isForeign(callerOf(request), port, audience))
      return answerText(response, 'Cross-origin requests are not allowed.', 403);
    const exchange = { request, response, path };
    if (!(await serveApp(routes, exchange))) await servePage(routes, exchange);
  } catch (error) {
    routes.workspace.log.error({ error, url: request.url?.split('?')[0] }, 'A request failed unexpectedly');
    if (response.headersSent) response.destroy();
    else answerText(response, 'An unexpected error occurred. The log of local-slack has the details.', 500);
  }
}

interface UpgradeContext {
  readonly routes: Routes;
  readonly port: number;
  readonly pages: WebSocketServer;
}

interface UpgradeRequest {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

function upgrade(context: UpgradeContext, raw: UpgradeRequest): void {
  const path = pathOf(raw.request);
  if (path === '/link/') upgradeApp(context, raw);
  else if (path === '/page/live') upgradePage(context, raw);
  else refuse(raw.socket, '404 Not Found');
}

/** Accepts a Socket Mode client with a ticket from `apps.connections.open`. */
function upgradeApp({ routes: { workspace }, port }: UpgradeContext, { request, socket, head }: UpgradeRequest): void {
  const ticket = new URL(request.url ?? '/', 'http://local').searchParams.get('ticket') ?? '';
  if (isForeign(callerOf(request), port, 'apps')) refuse(socket, '403 Forbidden');
  else if (workspace.faults.isOut()) socket.destroy();
  else if (workspace.sockets.isTicket(ticket)) workspace.sockets.accept(request, socket, head);
  else refuse(socket, '401 Unauthorized');
}

/**
 * Accepts the WebSocket of the server's own page. Browsers always send an Origin header; clients without one are
 * rejected.
 */
function upgradePage(
  { routes: { workspace, access }, port, pages }: UpgradeContext,
  { request, socket, head }: UpgradeRequest,
): void {
  const isOwnPage = request.headers.origin !== undefined && !isForeign(callerOf(request), port, 'pages');
  const user = actingUser(workspace.directory, new URL(request.url ?? '/', 'http://local').searchParams);
  if (!isOwnPage) refuse(socket, '403 Forbidden');
  else if (!access.admits(request.headers.cookie)) refuse(socket, '401 Unauthorized');
  else if (user === undefined) refuse(socket, '404 Not Found');
  else pages.handleUpgrade(request, socket, head, (connection) => workspace.live.add(connection, user.id));
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function callerOf({ headers }: IncomingMessage) {
  return { host: headers.host, origin: headers.origin };
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? '';
}
