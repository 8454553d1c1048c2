import { mkdtempDisposable } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openServer } from '#local-slack/src/server/server.ts';
import { createApp } from '#src/app.ts';
import { openHttpServer } from '#src/bot/http/open-server.ts';
import { SYSTEM_CLOCK } from '#src/bot/slack/connection/clock.ts';
import { httpConnection } from '#src/bot/slack/connection/http-connection.ts';
import { ANN } from '../coordination/identity/actors.ts';
import { silentLog } from '../pipeline/pipeline-stores.ts';
import { FAKE_OPERATIONS } from './fake-operations.ts';

const TOKEN = 'a-token-of-thirty-two-characters';
const SIGNING_SECRET = 'a-signing-secret-of-slack';
const SIGNATURE = `x-slack-signature: v0=${'0'.repeat(64)}\r\nx-slack-request-timestamp: ${Math.floor(Date.now() / 1_000)}`;
/** A server waits up to ten seconds, and a loaded machine notices it late. By default, Node would wait five minutes. */
const GONE_WITHIN_MS = 60_000;
const TRICKLE_EVERY_MS = 200;

/** What slow clients send at once, before they send one more byte from time to time. */
const SLOW_CLIENTS = {
  'sends nothing': () => '',
  'sends its headers slowly': (path: string, port: number) =>
    `POST ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nX-Slow: `,
  'sends its body slowly': (path: string, port: number, headers: string) =>
    `POST ${path} HTTP/1.1\r\nHost: localhost:${port}\r\n${headers}\r\nContent-Length: 5000\r\n\r\n{`,
};

const ALL_GONE = Object.keys(SLOW_CLIENTS).map((what) => ({ what, isGone: true }));

/** Resolves to the milliseconds until the server disconnects the client. */
async function disconnectedAfter(port: number, first: string): Promise<number> {
  const startedAt = performance.now();
  const socket = connect({ port, host: '127.0.0.1' });
  const closed = new Promise((resolve) => socket.on('close', resolve));
  socket.on('error', () => undefined);
  socket.resume();
  socket.write(first);
  const trickle = setInterval(() => first !== '' && socket.writable && socket.write('x'), TRICKLE_EVERY_MS);
  await closed;
  clearInterval(trickle);
  return performance.now() - startedAt;
}

async function slowClients(port: number, path: string, headers: string) {
  const clients = Object.entries(SLOW_CLIENTS).map(async ([what, first]) => ({
    what,
    isGone: (await disconnectedAfter(port, first(path, port, headers))) < GONE_WITHIN_MS,
  }));
  return await Promise.all(clients);
}

test.concurrent('the HTTP server disconnects slow clients within ten seconds', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-'));
  const { app, close } = createApp({ platform: 'embedded', dataFolder: folder.path }, { log: silentLog });
  const authenticate = async () => ({ type: 'refused', because: 'unknown' }) as const;
  const settings = { app, operations: FAKE_OPERATIONS, person: ANN, token: TOKEN, authenticate, mounts: {} };
  const server = await openHttpServer({ ...settings, version: '1', instance: 'one' });
  const headers = `Authorization: Bearer ${TOKEN}\r\nContent-Type: application/json`;
  expect(await slowClients(server.port, '/api/slate/show', headers)).toEqual(ALL_GONE);
  await server.close();
  await close();
});

test.concurrent("the receiver of Slack's signed requests disconnects slow clients within ten seconds", async () => {
  const settings = { signingSecret: SIGNING_SECRET, port: 0, log: silentLog, clock: SYSTEM_CLOCK };
  const connection = httpConnection(settings);
  const { port = 0 } = await connection.start();
  expect(await slowClients(port, '/slack/events', SIGNATURE)).toEqual(ALL_GONE);
  await connection.stop();
});

test.concurrent('the local Slack workspace disconnects slow clients within ten seconds', async () => {
  const { server, port } = await openServer([0], '127.0.0.1');
  expect(await slowClients(port, '/api/chat.postMessage', 'Content-Type: application/json')).toEqual(ALL_GONE);
  server.close();
});
