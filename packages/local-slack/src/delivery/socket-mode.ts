import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import * as z from 'zod';
import type { Clock } from '../clock.ts';
import { newToken } from '../identifiers.ts';
import { ACK_WITHIN_MS, type Deliver, type Delivered, type Envelope } from './delivery.ts';

const PING_EVERY_MS = 5_000;
const TICKET_LIFETIME_MS = 30_000;
/** Slack allows an app ten open Socket Mode connections. */
const MAX_CONNECTIONS = 10;
const MAX_ANSWER_BYTES = 1_000_000;
/** The time between Slack's request to reconnect and the end of the old Socket Mode connection. */
const CLOSE_AFTER_REFRESH_MS = 10_000;
const CONNECTION_SECONDS = 18_060;

const Answer = z.object({ envelope_id: z.string(), payload: z.unknown().optional() });

/** Slack's side of Socket Mode. Each envelope goes to one of the app's connections. */
export interface SocketMode {
  /** Returns a ticket that admits one Socket Mode connection, or undefined if ten connections are already open. */
  issueTicket(): string | undefined;
  isTicket(ticket: string): boolean;
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  readonly deliver: Deliver;
  connectionCount(): number;
  refresh(): void;
  drop(): void;
  close(): void;
}

interface SocketModeSettings {
  readonly clock: Clock;
  readonly appId: string;
  readonly newId: (prefix: string) => string;
  /** Returns how many times each Socket Mode envelope is sent. The number is 1 unless an injected fault raises it. */
  readonly copies: () => number;
  readonly onConnections: (count: number) => void;
}

export function socketMode(settings: SocketModeSettings): SocketMode {
  const { clock } = settings;
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_ANSWER_BYTES });
  const tickets = new Map<string, number>();
  const pending = new Map<string, (answer: Delivered) => void>();
  const connections = connectionPool(settings);

  server.on('connection', (connection) => {
    connections.add(connection);
    connection.on('message', (data) => {
      const answer = Answer.safeParse(parseJson(String(data)));
      if (answer.success)
        pending.get(answer.data.envelope_id)?.({ kind: 'acknowledged', payload: answer.data.payload ?? {} });
    });
  });

  async function deliver(envelope: Envelope): Promise<Delivered> {
    const deadline = clock.now() + ACK_WITHIN_MS;
    const connection = await connections.next();
    if (connection === undefined) return { kind: 'failed', error: 'dispatch_failed', retryReason: 'connection_failed' };
    const id = settings.newId('E');
    return await new Promise<Delivered>((resolve) => {
      const end = (answer: Delivered) => {
        cancel();
        pending.delete(id);
        resolve(answer);
      };
      const timeOut = () => end({ kind: 'failed', error: 'operation_timeout', retryReason: 'timeout' });
      const cancel = clock.after(deadline - clock.now(), timeOut);
      pending.set(id, end);
      const text = JSON.stringify(frameOf(id, envelope));
      for (let copy = 0; copy < settings.copies(); copy += 1) connection.send(text);
    });
  }

  return {
    issueTicket: () => {
      if (connections.count() >= MAX_CONNECTIONS) return;
      for (const [ticket, until] of tickets) if (until < clock.now()) tickets.delete(ticket);
      const ticket = newToken('');
      tickets.set(ticket, clock.now() + TICKET_LIFETIME_MS);
      return ticket;
    },
    isTicket: (ticket) => {
      const until = tickets.get(ticket);
      tickets.delete(ticket);
      return until !== undefined && until >= clock.now();
    },
    accept: (request, socket, head) =>
      server.handleUpgrade(request, socket, head, (connection) => server.emit('connection', connection, request)),
    deliver,
    connectionCount: connections.count,
    refresh: connections.refresh,
    drop: connections.drop,
    close: () => {
      connections.drop();
      server.close();
    },
  };
}

/**
 * The open Socket Mode connections, which `next` returns in turn. If none is open, `next` waits for a client to
 * reconnect.
 */
function connectionPool({ clock, appId, onConnections }: SocketModeSettings) {
  const open = new Set<WebSocket>();
  /** Socket Mode connections whose client was asked to reconnect. They receive no further envelopes. */
  const leaving = new Set<WebSocket>();
  const waiting = new Set<(connection: WebSocket) => void>();
  let turn = 0;

  function add(connection: WebSocket): void {
    let isAlive = true;
    const ping = setInterval(() => {
      if (!isAlive) connection.terminate();
      isAlive = false;
      connection.ping('Ping from local-slack');
    }, PING_EVERY_MS).unref();
    connection.on('pong', () => {
      isAlive = true;
    });
    connection.on('error', () => connection.terminate());
    connection.on('close', () => {
      clearInterval(ping);
      open.delete(connection);
      leaving.delete(connection);
      onConnections(open.size);
    });
    open.add(connection);
    connection.send(JSON.stringify(hello(appId, open.size)));
    onConnections(open.size);
    for (const take of waiting) take(connection);
  }

  async function next(): Promise<WebSocket | undefined> {
    const usable = [...open].filter(({ readyState }) => readyState === WebSocket.OPEN);
    turn += 1;
    const chosen = usable[turn % Math.max(1, usable.length)];
    if (chosen !== undefined) return chosen;
    return await new Promise((resolve) => {
      const take = (connection: WebSocket | undefined) => {
        cancel();
        waiting.delete(take);
        resolve(connection);
      };
      const cancel = clock.after(ACK_WITHIN_MS, () => take(undefined));
      waiting.add(take);
    });
  }

  return {
    add,
    next,
    count: () => open.size,
    drop: () => {
      for (const connection of [...open, ...leaving]) connection.terminate();
    },
    refresh: () => {
      const text = JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: { host: 'local' } });
      for (const connection of open) {
        connection.send(text);
        open.delete(connection);
        leaving.add(connection);
        clock.after(CLOSE_AFTER_REFRESH_MS, () => connection.terminate());
      }
    },
  };
}

function hello(appId: string, count: number) {
  return {
    type: 'hello',
    num_connections: count,
    debug_info: { host: 'local', build_number: 1, approximate_connection_time: CONNECTION_SECONDS },
    connection_info: { app_id: appId },
  };
}

function frameOf(id: string, { kind, payload, retry }: Envelope) {
  const isEvent = kind === 'events_api';
  return {
    envelope_id: id,
    type: kind,
    payload,
    accepts_response_payload: !isEvent,
    ...(isEvent ? { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' } : {}),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
