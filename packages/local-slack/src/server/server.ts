import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import * as z from 'zod';
import { type AppRoutes, serveApp } from './app-routes.ts';
import { isForeign } from './is-foreign.ts';
import { type PageRoutes, servePage } from './page-routes.ts';
import { answerText } from './response.ts';

const HEADERS_WITHIN_MS = 5_000;
const REQUEST_WITHIN_MS = 30_000;
const MAX_HEADER_BYTES = 16_384;
/** The page sends nothing. */
const MAX_PAGE_FRAME_BYTES = 1_000;

export type Routes = AppRoutes & PageRoutes;

/** A loopback server that is not told yet what to serve, because what it serves knows its port. */
export async function openServer(port: number, host: string): Promise<{ server: Server; port: number }> {
  const server = createServer({
    headersTimeout: HEADERS_WITHIN_MS,
    requestTimeout: REQUEST_WITHIN_MS,
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

/** Serves apps and pages. Requests that come from elsewhere are refused before anything of them is read. */
export function serve(server: Server, port: number, routes: Routes): void {
  server.on('request', (request, response) => void answerRequest(routes, port, { request, response }));
  const pages = new WebSocketServer({ noServer: true, maxPayload: MAX_PAGE_FRAME_BYTES });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    upgrade({ routes, port, pages }, { request, socket, head });
  });
}

interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** The one place of this server that catches. */
async function answerRequest(routes: Routes, port: number, { request, response }: Asked): Promise<void> {
  try {
    const path = pathOf(request);
    const who = /^\/(api|response|upload)\//.test(path) ? 'apps' : 'pages';
    if (isForeign(callerOf(request), port, who))
      return answerText(response, 'This server is for this machine and its own page.', 403);
    const exchange = { request, response, path };
    if (!(await serveApp(routes, exchange))) await servePage(routes, exchange);
  } catch (error) {
    routes.workspace.log.error({ error, url: request.url?.split('?')[0] }, 'A request to the local Slack met a defect');
    if (response.headersSent) response.destroy();
    else answerText(response, 'The local Slack met a defect; the log says more.', 500);
  }
}

interface Upgrades {
  readonly routes: Routes;
  readonly port: number;
  readonly pages: WebSocketServer;
}

interface Raw {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

function upgrade(upgrades: Upgrades, raw: Raw): void {
  const path = pathOf(raw.request);
  if (path === '/link/') upgradeApp(upgrades, raw);
  else if (path === '/page/live') upgradePage(upgrades, raw);
  else refuse(raw.socket, '404 Not Found');
}

/** Slack's libraries come with the ticket that `apps.connections.open` gave them. */
function upgradeApp({ routes: { workspace }, port }: Upgrades, { request, socket, head }: Raw): void {
  const ticket = new URL(request.url ?? '/', 'http://local').searchParams.get('ticket') ?? '';
  if (isForeign(callerOf(request), port, 'apps')) refuse(socket, '403 Forbidden');
  else if (workspace.faults.isOut()) socket.destroy();
  else if (workspace.sockets.isTicket(ticket)) workspace.sockets.accept(request, socket, head);
  else refuse(socket, '401 Unauthorized');
}

/** A page says where it is from, always; who does not is no page. */
function upgradePage({ routes: { workspace, sessions }, port, pages }: Upgrades, { request, socket, head }: Raw): void {
  const isOwnPage = request.headers.origin !== undefined && !isForeign(callerOf(request), port, 'pages');
  const session = sessions.of(request.headers.cookie);
  if (!isOwnPage) refuse(socket, '403 Forbidden');
  else if (session === undefined) refuse(socket, '401 Unauthorized');
  else pages.handleUpgrade(request, socket, head, (connection) => workspace.live.add(connection, session));
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
