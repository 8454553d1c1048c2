import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/** How long a client may take to receive a finished response once the server is closing. */
const FETCH_WITHIN_MS = 5_000;

/**
 * Tracks the connections of a server and returns a function that closes it. Node alone would wait for idle connections and stop enforcing its
 * timeouts on slow ones. The function drops incomplete requests and answers complete ones; `answered` resolves when those are answered.
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
