import { WebSocket } from 'ws';
import type { PageEvent } from '../page-protocol.ts';

/** The server disconnects a page when this many bytes wait for it. The page then reconnects and reloads its state. */
const MAX_BUFFERED_BYTES = 4_000_000;
const PING_EVERY_MS = 20_000;

/** The open browser pages and their live connections. */
export interface LiveHub {
  /** Adds the connection of a page that acts as this user. */
  add(connection: WebSocket, user: string): void;
  /** Sends an event to the open pages of one person, or to all open pages. */
  send(event: PageEvent, to: { readonly user: string } | 'everyone'): void;
  close(): void;
}

export function liveHub(): LiveHub {
  const pages = new Map<WebSocket, string>();
  const ping = setInterval(() => {
    for (const page of pages.keys()) page.ping();
  }, PING_EVERY_MS).unref();

  return {
    add: (connection, user) => {
      pages.set(connection, user);
      connection.on('close', () => pages.delete(connection));
      connection.on('error', () => connection.terminate());
    },
    send: (event, to) => {
      const text = JSON.stringify(event);
      for (const [page, user] of pages) if (to === 'everyone' || to.user === user) sendText(page, text);
    },
    close: () => {
      clearInterval(ping);
      for (const page of pages.keys()) page.terminate();
    },
  };
}

function sendText(page: WebSocket, text: string): void {
  if (page.readyState !== WebSocket.OPEN) return;
  if (page.bufferedAmount > MAX_BUFFERED_BYTES) page.terminate();
  else page.send(text);
}
