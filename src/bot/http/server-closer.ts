import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/** A client has this much time to receive a finished response while the server closes. */
const FETCH_WITHIN_MS = 5_000;

/**
 * Returns a function that closes a server without waiting for idle or slow connections, as Node's own `close` would.
 * The function drops incomplete requests. It waits until `answered` resolves, which means that all complete requests
 * have been answered.
 */
export function serverCloser(server: Server): (answered: () => Promise<unknown>) => Promise<void> {
  const requests = new Map<Socket, IncomingMessage | undefined>();
  let state: 'open' | 'closing' = 'open';
  server.on('connection', (socket) => {
    requests.set(socket, undefined);
    socket.on('close', () => requests.delete(socket));
  });
  server.on('request', (request, response) => {
    const { socket } = request;
    requests.set(socket, request);
    response.on('close', () => {
      if (requests.get(socket) === request) requests.set(socket, undefined);
      if (state === 'closing') socket.destroySoon();
    });
  });
  return async (answered) => {
    state = 'closing';
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const [socket, request] of requests) if (request?.complete !== true) socket.destroy();
    await answered();
    const deadline = setTimeout(() => server.closeAllConnections(), FETCH_WITHIN_MS);
    await closed;
    clearTimeout(deadline);
  };
}
