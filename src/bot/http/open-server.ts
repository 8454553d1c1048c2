import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod';
import { failureOf } from '../../operations/kit/failure.ts';
import { detailsOfFailure } from './problem-details.ts';
import { refuseUnreadRequests } from './refuse-unread-requests.ts';
import { respondProblem } from './respond.ts';
import { pathOf, type RouteSettings, routeRequest } from './route-request.ts';
import { serverCloser } from './server-closer.ts';

const HEADERS_WITHIN_MS = 5_000;
const REQUEST_WITHIN_MS = 15_000;
const MAX_HEADER_BYTES = 8_192;

export type HttpServerSettings = Omit<RouteSettings, 'port'>;

export interface HttpServer {
  readonly port: number;
  /** Closes the server. New and incomplete requests are dropped. Resolves when all other requests are answered. */
  close(): Promise<void>;
}

/** Serves `POST /api/<noun>/<verb>` for every operation, and the mounted handlers, on a free port of 127.0.0.1. */
export async function openHttpServer(settings: HttpServerSettings): Promise<HttpServer> {
  const server = createServer({
    headersTimeout: HEADERS_WITHIN_MS,
    requestTimeout: REQUEST_WITHIN_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
    connectionsCheckingInterval: 1_000,
    requireHostHeader: false,
  });
  refuseUnreadRequests(server);
  const closeServer = serverCloser(server);
  const port = await listen(server);
  const running = new Set<Promise<void>>();
  server.on('request', (request, response) => {
    const answered = answerRequest({ ...settings, port }, request, response);
    running.add(answered);
    void answered.finally(() => running.delete(answered));
  });
  return { port, close: () => closeServer(() => Promise.all(running)) };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      server.removeListener('error', reject);
      resolve(
        z.custom<AddressInfo>((address) => address !== null && typeof address === 'object').parse(server.address())
          .port,
      );
    });
  });
}

/**
 * Returns whether the connection ended before the request was complete. The client may have disconnected or been too
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
