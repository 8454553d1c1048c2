import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/** How long who asked may take to fetch an answer that is there, once the server is closing. */
const FETCH_WITHIN_MS = 5_000;

/**
 * Watches the connections of a server, so that it can be closed whoever is connected: by itself Node waits for one that never says a word, and
 * limits slow requests no more as soon as a server is closing. The function closes the server: what has not been asked to its end is dropped,
 * what has been is answered (`answered` resolves then).
 */
export function serverCloser(server: Server): (answered: () => Promise<unknown>) => Promise<void> {
  const asked = new Map<Socket, IncomingMessage | undefined>();
  let state: 'open' | 'closing' = 'open';
  server.on('connection', (socket) => {
    asked.set(socket, undefined);
    socket.on('close', () => asked.delete(socket));
  });
  server.on('request', (request, response) => {
    const { socket } = request;
    asked.set(socket, request);
    response.on('close', () => {
      if (asked.get(socket) === request) asked.set(socket, undefined);
      if (state === 'closing') socket.destroySoon();
    });
  });
  return async (answered) => {
    state = 'closing';
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const [socket, request] of asked) if (request?.complete !== true) socket.destroy();
    await answered();
    const patience = setTimeout(() => server.closeAllConnections(), FETCH_WITHIN_MS);
    await closed;
    clearTimeout(patience);
  };
}
