import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/** While the server closes, a client has this much time to receive a finished response. */
const FETCH_WITHIN_MS = 5_000;

/**
 * Tracks the connections of a server and returns a function that closes the server. Node alone would wait for idle
 * connections and stop enforcing its timeouts on slow ones. The returned function drops incomplete requests and waits
 * for the answers to complete ones: `answered` resolves when all of those have been sent.
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
