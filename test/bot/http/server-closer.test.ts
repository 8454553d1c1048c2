import { once } from 'node:events';
import { mkdtempDisposable } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test as base, expect, vi } from 'vitest';
import { createApp } from '#src/app.ts';
import { type HttpServer, openHttpServer } from '#src/bot/http/open-server.ts';
import { ANN } from '../../coordination/identity/actors.ts';

const TOKEN = 'a-token-of-thirty-two-characters';
const BODY = '{}';
const MORE_THAN_A_SOCKET_HOLDS = 64 * 1024 * 1024;

/** `/slow` answers with `answer` when `answer` is resolved; `begun` resolves when it was asked. */
interface SlowDoor {
  readonly door: HttpServer;
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
    const door = await openHttpServer({
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
    await use({ door, begun: begun.promise, answer: answer.resolve });
    await door.close();
    await close();
  },
});

test('closing waits for the answers under way and takes no new request', async ({ slow: { door, begun, answer } }) => {
  const socket = await call(door, requestTo(door, '/slow', BODY));
  const said = text(socket);
  await begun;
  let isClosed = false;
  const closed = door.close().then(() => {
    isClosed = true;
  });
  await expect(call(door, '')).rejects.toThrow('ECONNREFUSED');
  expect(isClosed).toBe(false);
  answer('all of it');
  await closed;
  expect(await said).toContain('all of it');
});

test.for([
  ['that says nothing', () => ''],
  ['that stops within the headers', () => 'POST /slow HTTP/1.1\r\nHost: '],
  ['that stops within the body', (door: HttpServer) => requestTo(door, '/slow', BODY).slice(0, -1)],
] as const)('closing waits for nobody %s', async ([, said], { slow: { door } }) => {
  const socket = await call(door, said(door));
  const hungUp = new Promise<void>((resolve) => void socket.on('close', () => resolve()));
  await door.close();
  await hungUp;
  expect(socket.bytesRead).toBe(0);
});

test('closing waits five seconds for who does not fetch the answer', async ({ slow: { door, begun, answer } }) => {
  const socket = await call(door, requestTo(door, '/slow', BODY));
  await begun;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const closed = door.close();
    answer('x'.repeat(MORE_THAN_A_SOCKET_HOLDS));
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
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

/** Resolves when what was said has been handed to the door's machine; nothing is read from the socket yet. */
async function call({ port }: HttpServer, said: string): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' });
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  if (said !== '') await new Promise((resolve) => socket.write(said, resolve));
  return socket;
}
