import { once } from 'node:events';
import { mkdtempDisposable } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test as base, expect, vi } from 'vitest';
import { createApp } from '#src/app.ts';
import { type HttpServer, openHttpServer } from '#src/bot/http/open-server.ts';
import { eventually } from '#test/eventually.ts';
import { ANN } from '../../coordination/identity/actors.ts';

const TOKEN = 'a-token-of-thirty-two-characters';
const BODY = '{}';
const MORE_THAN_A_SOCKET_HOLDS = 64 * 1024 * 1024;

/** `/slow` answers with `answer` when `answer` is resolved; `begun` resolves when it was asked. */
interface SlowDoor {
  readonly server: HttpServer;
  readonly begun: Promise<void>;
  readonly answer: (text: string) => void;
}

const test = base.extend<{ slow: SlowDoor }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures it needs from this pattern
  slow: async ({}, use) => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-'));
    const { app, close } = createApp({ platform: 'embedded', dataFolder: folder.path });
    const begun = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<string>();
    const server = await openHttpServer({
      app,
      operations: [],
      person: ANN,
      token: TOKEN,
      authenticate: async () => ({ type: 'refused', because: 'unknown' }),
      mounts: {
        '/slow': async ({ response }) => {
          begun.resolve();
          response.end(await answer.promise);
        },
      },
      version: '1.2.3',
      instance: 'this one',
    });
    await use({ server, begun: begun.promise, answer: answer.resolve });
    await server.close();
    await close();
  },
});

test('closing waits for running requests and takes no new one', async ({ slow: { server, begun, answer } }) => {
  const socket = await call(server, requestTo(server, '/slow', BODY));
  const said = text(socket);
  await begun;
  let isClosed = false;
  const closed = server.close().then(() => {
    isClosed = true;
  });
  await expect(call(server, '')).rejects.toThrow('ECONNREFUSED');
  expect(isClosed).toBe(false);
  answer('all of it');
  await closed;
  expect(await said).toContain('all of it');
});

test.for([
  ['that says nothing', () => ''],
  ['that stops within the headers', () => 'POST /slow HTTP/1.1\r\nHost: '],
  ['that stops within the body', (server: HttpServer) => requestTo(server, '/slow', BODY).slice(0, -1)],
] as const)('closing does not wait for a client %s', async ([, said], { slow: { server } }) => {
  const socket = await call(server, said(server));
  const hungUp = new Promise<void>((resolve) => void socket.on('close', () => resolve()));
  await server.close();
  await hungUp;
  expect(socket.bytesRead).toBe(0);
});

test('closing waits five seconds for a client that does not read its response', async ({
  slow: { server, begun, answer },
}) => {
  const socket = await call(server, requestTo(server, '/slow', BODY));
  await begun;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const closed = server.close();
    answer('x'.repeat(MORE_THAN_A_SOCKET_HOLDS));
    await eventually(() => expect(vi.getTimerCount()).toBeGreaterThan(0));
    await vi.advanceTimersByTimeAsync(5_000);
    await closed;
  } finally {
    vi.useRealTimers();
    socket.destroy();
  }
});

function requestTo({ port }: HttpServer, path: string, body: string): string {
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    `Authorization: Bearer ${TOKEN}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

/** Resolves when the message has been sent; nothing is read from the socket yet. */
async function call({ port }: HttpServer, said: string): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' });
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  if (said !== '') await new Promise((resolve) => socket.write(said, resolve));
  return socket;
}
