import { mkdtempDisposable } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test as base, expect } from 'vitest';
import { createApp } from '#src/app.ts';
import { type Door, openDoor } from '#src/bot/http/open-door.ts';
import type { Log } from '#src/platform/log.ts';
import { ANN } from '../../coordination/identity/actors.ts';
import { FAKE_OPERATIONS } from '../fake-operations.ts';

const TOKEN = 'a-token-of-thirty-two-characters';
const SHOW = '/api/slate/show';
const SHOWN = { date: '2026-02-05' };

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const test = base.extend<{ logged: unknown[]; door: Door }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures it needs from this pattern
  logged: async ({}, use) => {
    await use([]);
  },
  door: async ({ logged }, use) => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-'));
    const log: Log = { info: () => undefined, warn: () => undefined, error: (fields) => void logged.push(fields) };
    const { app } = createApp({ platform: 'embedded', dataFolder: folder.path }, { log });
    const settings = { actor: ANN, token: TOKEN, instance: 'this one' } as const;
    const door = await openDoor({ ...settings, app, operations: FAKE_OPERATIONS });
    await use(door);
    await door.close();
  },
});

test('an operation is asked by POST and answers with its outcome', async ({ door }) => {
  const { status, body } = await ask(door, { body: JSON.stringify({ ...SHOWN, player: 'Ann Lee' }) });
  expect(status).toBe(200);
  expect(body).toEqual({
    decision: 'done',
    code: 'ok',
    message: 'Here it is.',
    data: { date: '2026-02-05', player: 'Ann Lee', dry_run: false, by: 'ann' },
    next: [],
  });
});

test('progress and outcome come as lines when lines are asked for', async ({ door }) => {
  const { raw, type } = await ask(door, { headers: { accept: 'application/x-ndjson' } });
  expect(type).toBe('application/x-ndjson');
  const lines = raw
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toEqual([{ progress: 'looking' }, { outcome: expect.objectContaining({ decision: 'done' }) }]);
});

test('a failure in the middle of the lines is their last one', async ({ door }) => {
  const { raw } = await ask(door, {
    path: '/api/slate/end',
    body: '{"way":"problem"}',
    headers: { accept: 'application/x-ndjson' },
  });
  expect(JSON.parse(raw)).toEqual({ problem: expect.objectContaining({ status: 409, code: 'too_late' }) });
});

test.for([
  ['pending', 202, 'ok'],
  ['refused', 409, 'ok'],
  ['problem', 409, 'too_late'],
  ['unavailable', 503, 'unavailable'],
  ['defect', 500, 'defect'],
] as const)('what ends as %s answers %i', async ([way, status, code], { door }) => {
  const answer = await ask(door, { path: '/api/slate/end', body: JSON.stringify({ way }) });
  expect(answer).toMatchObject({ status, body: { code } });
});

test('a defect answers without its stack, and the stack is logged', async ({ door, logged }) => {
  const { raw, type } = await ask(door, { path: '/api/slate/end', body: '{"way":"defect"}' });
  expect(type).toBe('application/problem+json');
  expect(raw).not.toContain('secret.ts');
  expect(logged).toEqual([{ error: expect.any(Error), url: '/api/slate/end' }]);
});

test.for<[Asked, number, string]>([
  [{ body: '{"date":"2026-02-30"}' }, 400, 'date: "2026-02-30" is no day of the calendar'],
  [{ body: '{}' }, 400, 'date: is missing'],
  [{ body: '{"date":20260205}' }, 400, 'date: "20260205" is not text'],
  [{ body: '{"date":"2026-02-05","dat":1}' }, 400, 'Unknown field "dat": it takes player, date, dry_run.'],
  [{ body: '[]' }, 400, 'The input is wrong'],
  [{ body: 'null' }, 400, 'The input is wrong'],
  [{ body: '' }, 400, 'The body is not JSON'],
  [{ body: '{"date":' }, 400, 'The body is not JSON'],
  [{ body: '{"__proto__":{"x":1},"date":"2026-02-05"}' }, 400, 'Unknown field "__proto__"'],
  [{ path: '/api/slate/shwo' }, 404, 'There is no such operation'],
  [{ path: '/api/slate%2Fshow' }, 404, 'There is no such operation'],
  [{ path: '/server.json', method: 'GET' }, 404, 'There is no such operation'],
  [{ path: '/api/../../etc/passwd', method: 'GET' }, 404, 'There is no such operation'],
  [{ method: 'GET' }, 405, 'Use POST'],
  [{ method: 'DELETE' }, 405, 'Use POST'],
  [{ headers: { authorization: '' } }, 401, 'Send `Authorization: Bearer`'],
  [{ headers: { authorization: 'Bearer wrong' } }, 401, 'Send `Authorization: Bearer`'],
  [{ path: '/health', method: 'GET', headers: { authorization: 'Bearer wrong' } }, 401, 'Send `Authorization: Bearer`'],
  [{ headers: { host: 'rebound.example' } }, 403, 'This door is addressed as'],
  [{ path: '/health', method: 'GET', headers: { host: 'rebound.example' } }, 403, 'This door is addressed as'],
  [{ headers: { origin: 'http://rebound.example' } }, 403, 'Pages of other sites'],
  [{ headers: { 'content-type': 'text/plain' } }, 415, 'application/json'],
  [{ headers: { 'content-encoding': 'gzip' } }, 415, 'application/json'],
  [{ body: 'x'.repeat(100_001) }, 413, 'The body is larger than 100,000 bytes'],
  [{ body: 'x'.repeat(300_000), headers: { 'transfer-encoding': 'chunked' } }, 413, 'The body is larger than'],
])('%j is refused', async ([asked, status, detail], { door }) => {
  const { body, type, ...answer } = await ask(door, asked);
  expect(answer.status).toBe(status);
  expect(type).toBe('application/problem+json');
  expect(body).toMatchObject({ status, detail: expect.stringContaining(detail) });
});

test('no answer may be read by another page or kept', async ({ door }) => {
  const { headers } = await ask(door, { headers: { origin: `http://localhost:${door.port}` } });
  expect(headers['access-control-allow-origin']).toBeUndefined();
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
});

test('anybody may ask whether the door is open; who has the token learns whose it is', async ({ door }) => {
  const health = { method: 'GET', path: '/health' };
  expect((await ask(door, { ...health, headers: { authorization: '' } })).status).toBe(401);
  expect(await askPlainly(door, 'GET /health HTTP/1.1\r\nHost: localhost:PORT\r\nConnection: close\r\n\r\n')).toMatch(
    /^HTTP\/1\.1 200 OK[\s\S]*\{"status":"ok"\}/,
  );
  expect((await ask(door, health)).body).toEqual({ status: 'ok', instance: 'this one' });
});

test('a request without Host, and one that is no HTTP, get no further', async ({ door }) => {
  expect(await askPlainly(door, 'GET /health HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /);
  expect(await askPlainly(door, 'GET /health HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  expect(await askPlainly(door, `GET /${'x'.repeat(20_000)} HTTP/1.1\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
});

test('closing waits for the answers under way and takes no new request', async ({ door }) => {
  const answer = ask(door, {});
  await door.close();
  expect((await answer.catch(() => ({ status: 200 }))).status).toBe(200);
  await expect(ask(door, {})).rejects.toThrow('ECONNREFUSED');
});

async function ask(door: Door, asked: Asked) {
  const { promise, resolve, reject } = Promise.withResolvers<Awaited<ReturnType<typeof read>>>();
  const sent = request({
    port: door.port,
    host: '127.0.0.1',
    agent: false,
    method: asked.method ?? 'POST',
    path: asked.path ?? SHOW,
    headers: {
      authorization: `Bearer ${TOKEN}`,
      ...(asked.method === 'GET' ? {} : { 'content-type': 'application/json' }),
      ...asked.headers,
    },
  });
  sent.on('response', (response) => resolve(read(response))).on('error', reject);
  if (asked.headers?.['transfer-encoding'] === 'chunked') sent.flushHeaders();
  sent.end(asked.method === 'GET' ? '' : (asked.body ?? JSON.stringify(SHOWN)));
  return await promise;
}

async function read(response: IncomingMessage) {
  const raw = await text(response);
  const type = response.headers['content-type'];
  const body: unknown = type === 'application/x-ndjson' ? undefined : JSON.parse(raw);
  return { status: response.statusCode, headers: response.headers, type, raw, body };
}

async function askPlainly(door: Door, message: string): Promise<string> {
  const socket = connect({ port: door.port, host: '127.0.0.1' });
  socket.write(message.replace('PORT', String(door.port)));
  return await text(socket);
}
