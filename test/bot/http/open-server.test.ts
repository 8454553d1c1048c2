import { once } from 'node:events';
import { mkdtempDisposable } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test as base, describe, expect } from 'vitest';
import { createApp } from '#src/app.ts';
import { type HttpServer, openHttpServer } from '#src/bot/http/open-server.ts';
import type { Actor } from '#src/coordination/identity/actor.ts';
import type { App } from '#src/operations/app.ts';
import type { Authenticated } from '#src/operations/kit/authenticate.ts';
import type { Log } from '#src/platform/log.ts';
import { Problem } from '#src/platform/problem.ts';
import { Unavailable } from '#src/platform/unavailable.ts';
import { AGENT, ANN } from '../../coordination/identity/actors.ts';
import { FAKE_OPERATIONS } from '../fake-operations.ts';

const TOKEN = 'a-token-of-thirty-two-characters';
const SHOW = '/api/slate/show';
const READY = 'GET /ready HTTP/1.1\r\nHost: localhost:PORT\r\nConnection: close\r\n\r\n';
const SHOWN = { date: '2026-02-05' };

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

const READER: Actor = { ...AGENT, scope: 'read' };
const TOKENS: Readonly<Record<string, Authenticated>> = {
  tipoff_1_agent: { type: 'actor', actor: AGENT },
  tipoff_2_reader: { type: 'actor', actor: READER },
  tipoff_3_old: { type: 'refused', because: 'expired' },
};

const test = base.extend<{ broken: Partial<App>; logged: unknown[]; door: HttpServer }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures it needs from this pattern
  broken: async ({}, use) => {
    await use({});
  },
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures it needs from this pattern
  logged: async ({}, use) => {
    await use([]);
  },
  door: async ({ logged, broken }, use) => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-'));
    const log: Log = { info: () => undefined, warn: () => undefined, error: (fields) => void logged.push(fields) };
    const { app, close } = createApp({ platform: 'embedded', dataFolder: folder.path }, { log, ...broken });
    const door = await openHttpServer({
      app,
      operations: FAKE_OPERATIONS,
      person: ANN,
      token: TOKEN,
      authenticate: async (bearer) => TOKENS[bearer] ?? { type: 'refused', because: 'unknown' },
      mounts: {
        '/mounted': async ({ response, actor, body }) => void response.end(JSON.stringify([actor.name, body])),
      },
      version: '1.2.3',
      instance: 'this one',
    });
    await use(door);
    await door.close();
    await close();
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

test('a defect answers without its stack, and the stack is logged, without what stood in the query', async ({
  door,
  logged,
}) => {
  const { raw, type } = await ask(door, { path: '/api/slate/end?detail=full', body: '{"way":"defect"}' });
  expect(type).toBe('application/problem+json');
  expect(raw).not.toContain('secret.ts');
  expect(logged).toEqual([{ error: expect.any(Error), url: '/api/slate/end' }]);
});

test.for<[Asked, number, string]>([
  [{ body: '{"date":"2026-02-30"}' }, 400, 'date: "2026-02-30" does not exist in the calendar'],
  [{ body: '{}' }, 400, 'date: is missing'],
  [{ body: '{"date":20260205}' }, 400, 'date: "20260205" is not text'],
  [{ body: '{"date":"2026-02-05","dat":1}' }, 400, 'Unknown field "dat": it takes player, date, dry_run.'],
  [{ body: '[]' }, 400, 'The input is wrong'],
  [{ body: 'null' }, 400, 'The input is wrong'],
  [{ body: '' }, 400, 'The body is not JSON'],
  [{ body: '{"date":' }, 400, 'The body is not JSON'],
  [{ body: '{"__proto__":{"x":1},"date":"2026-02-05"}' }, 400, 'Unknown field "__proto__"'],
  [{ body: '{"date":"2026-02-05","date":"2026-02-06"}' }, 400, 'The field "date" is there twice'],
  [{ body: '{"date":"2026-02-05","d\\u0061te":"2026-02-06"}' }, 400, 'The field "date" is there twice'],
  [{ body: '['.repeat(40_000) + ']'.repeat(40_000) }, 400, 'nested deeper than 50 levels'],
  [{ body: `${'{"a":'.repeat(15_000)}1${'}'.repeat(15_000)}` }, 400, 'nested deeper than 50 levels'],
  [{ body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]) }, 400, 'The body is not UTF-8'],
  [{ body: '{"date":"2026-02-05\\ud800"}' }, 400, 'contains control characters'],
  [{ path: '/api/slate/shwo' }, 404, 'There is no such operation'],
  [{ path: '/api/slate%2Fshow' }, 404, 'There is no such operation'],
  [{ path: '/api/slate/read-file' }, 404, 'There is no such operation'],
  [{ path: '/mounted', method: 'GET' }, 405, 'Use POST'],
  [{ path: '/openapi.json' }, 405, 'Use GET'],
  [{ path: '/api/slate/show?detail=all' }, 400, 'detail: "all" is not taken; write full.'],
  [{ path: '/api/slate/show?details=full' }, 400, 'Unknown query parameter "details": it takes detail.'],
  [{ headers: { 'idempotency-key': 'a b' } }, 400, 'The header Idempotency-Key takes'],
  [{ path: '/server.json', method: 'GET' }, 404, 'There is no such operation'],
  [{ path: '/api/../../etc/passwd', method: 'GET' }, 404, 'There is no such operation'],
  [{ method: 'GET' }, 405, 'Use POST'],
  [{ method: 'DELETE' }, 405, 'Use POST'],
  [{ path: '/health' }, 405, 'Use GET'],
  [{ path: '/ready', method: 'DELETE' }, 405, 'Use GET'],
  [{ headers: { authorization: '' } }, 401, 'Send `Authorization: Bearer`'],
  [{ headers: { authorization: 'Bearer wrong' } }, 401, 'This token is not known here'],
  [{ headers: { authorization: 'Bearer tipoff_3_old' } }, 401, 'This token has expired'],
  [{ path: '/health', method: 'GET', headers: { authorization: 'Bearer wrong' } }, 401, 'This token is'],
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

test('who has a token asks as whoever it was made for', async ({ door }) => {
  const { body } = await ask(door, { headers: { authorization: 'Bearer tipoff_1_agent' } });
  expect(body).toMatchObject({ data: { by: AGENT.name } });
});

test('a token for reading reads, and is refused what changes something', async ({ door }) => {
  const headers = { authorization: 'Bearer tipoff_2_reader' };
  expect((await ask(door, { headers })).status).toBe(200);
  const refused = await ask(door, { path: '/api/slate/end', body: '{"way":"done"}', headers });
  expect(refused).toMatchObject({ status: 403, type: 'application/problem+json', body: { code: 'read_only_token' } });
  expect(refused.headers['www-authenticate']).toBe('Bearer realm="tipoff", error="insufficient_scope", scope="write"');
});

test.for([
  ['', 'Bearer realm="tipoff"'],
  ['Bearer wrong', 'Bearer realm="tipoff", error="invalid_token", error_description="unknown"'],
  ['Bearer tipoff_3_old', 'Bearer realm="tipoff", error="invalid_token", error_description="expired"'],
] as const)('%j is challenged', async ([authorization, challenge], { door }) => {
  const { status, headers } = await ask(door, { headers: { authorization } });
  expect({ status, challenge: headers['www-authenticate'] }).toEqual({ status: 401, challenge });
});

test('the name of a request reaches the operation; without one each has its own', async ({ door }) => {
  const named = await ask(door, { headers: { 'idempotency-key': 'claim-1' }, path: '/api/slate/request', body: '{}' });
  expect(named.body).toMatchObject({ data: { request: 'claim-1' } });
  const bodies = await Promise.all(
    [1, 2].map(async () => (await ask(door, { path: '/api/slate/request', body: '{}' })).raw),
  );
  expect(new Set(bodies).size).toBe(2);
});

test('a long answer is at most 1 kB and says how to get all of it', async ({ door }) => {
  const long = { path: '/api/slate/long', body: '{}' };
  const brief = await ask(door, long);
  expect(Buffer.byteLength(brief.raw)).toBeLessThanOrEqual(1_000);
  expect(brief.body).toMatchObject({ code: 'ok', left_out: expect.stringContaining('Ask with ?detail=full') });
  const whole = { data: { rows: expect.objectContaining({ length: 500 }) } };
  expect((await ask(door, { ...long, path: `${long.path}?detail=full` })).body).toMatchObject(whole);
  expect((await ask(door, { ...long, headers: { prefer: 'return=representation' } })).body).toMatchObject(whole);
});

test('what reads files of this machine is there for its own command line, and for nobody else', async ({ door }) => {
  const local = { path: '/local/slate/read-file', body: '{}' };
  expect((await ask(door, local)).status).toBe(200);
  expect((await ask(door, { ...local, headers: { authorization: 'Bearer tipoff_1_agent' } })).status).toBe(404);
});

test('what is mounted beside the operations is told who asks and what', async ({ door }) => {
  expect((await ask(door, { path: '/mounted', body: '{"a":1}' })).body).toEqual(['ann', { a: 1 }]);
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

test('who is ready says so', async ({ door }) => {
  expect(await askPlainly(door, READY)).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*\{"status":"ready"\}/);
});

describe('a door whose models did not load', () => {
  const message = 'The model file /home/ann/models/catboost_v8.cbm is not there. Get it again.';
  test.override({
    broken: {
      models: () => {
        throw new Problem({ code: 'model_not_loaded', message });
      },
    },
  });

  test('is alive and not ready; anybody learns which part, who is known learns why', async ({ door }) => {
    expect((await ask(door, { method: 'GET', path: '/health' })).status).toBe(200);
    const told = await askPlainly(door, READY);
    expect(told).toMatch(/^HTTP\/1\.1 503 [\s\S]*"code":"model_not_loaded"/);
    expect(told).toContain('The models cannot be used.');
    expect(told).not.toContain('/home/ann');
    expect((await ask(door, { method: 'GET', path: '/ready' })).body).toMatchObject({ status: 503, detail: message });
  });
});

describe('a door whose store is away', () => {
  test.override({ broken: { store: brokenStore() } });

  test('is not ready', async ({ door }) => {
    const { status, body } = await ask(door, { method: 'GET', path: '/ready' });
    expect({ status, body }).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  });
});

const OWN_HOST = 'Host: localhost:PORT\r\n';
const CLOSING = 'Connection: close\r\n\r\n';

test.for([
  ['without a host', `GET /health HTTP/1.1\r\n${CLOSING}`, 400, 'no_host'],
  ['of an old client without a host', 'GET /health HTTP/1.0\r\n\r\n', 403, 'foreign_host'],
  ['with two hosts', `GET /health HTTP/1.1\r\n${OWN_HOST}Host: rebound.example\r\n${CLOSING}`, 400, 'repeated_header'],
  [
    'with two tokens',
    `GET /health HTTP/1.1\r\n${OWN_HOST}Authorization: Bearer ${TOKEN}\r\nAuthorization: Bearer x\r\n${CLOSING}`,
    400,
    'repeated_header',
  ],
  ['that is no HTTP', 'HELLO\r\n\r\n', 400, 'not_http'],
  [
    'of two lengths',
    `POST ${SHOW} HTTP/1.1\r\n${OWN_HOST}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n`,
    400,
    'not_http',
  ],
  ['with a long path', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\n\r\n`, 431, 'headers_too_large'],
  ['that expects what is unknown', `POST ${SHOW} HTTP/1.1\r\n${OWN_HOST}Expect: x\r\n${CLOSING}`, 417, 'expectation'],
] as const)('a request %s is told why it gets no further', async ([, message, status, code], { door }) => {
  const answer = await askPlainly(door, message);
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(answer).toMatch(/content-type: application\/problem\+json/i);
  expect(answer).toContain(`"status":${status}`);
  expect(answer).toContain(`"code":"${code}"`);
});

test('HEAD tells of what GET answers, without the body', async ({ door }) => {
  const message = (path: string) =>
    `HEAD ${path} HTTP/1.1\r\n${OWN_HOST}Authorization: Bearer ${TOKEN}\r\nConnection: close\r\n\r\n`;
  for (const path of ['/health', '/ready', '/openapi.json']) {
    expect(await askPlainly(door, message(path))).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\n\r\n$/);
  }
});

test('the charset may stand in quotes, and the mark of UTF-8 before the body', async ({ door }) => {
  const body = Buffer.from(`\ufeff${JSON.stringify(SHOWN)}`);
  const { status } = await ask(door, { body, headers: { 'content-type': 'application/json; charset="UTF-8"' } });
  expect(status).toBe(200);
});

test('who goes away in the middle of a request is no defect', async ({ door, logged }) => {
  const head = `POST ${SHOW} HTTP/1.1\r\n${OWN_HOST}Authorization: Bearer ${TOKEN}\r\nContent-Type: application/json\r\n`;
  const socket = connect({ port: door.port, host: '127.0.0.1' });
  socket.write(`${head}Expect: 100-continue\r\nContent-Length: 20\r\n\r\n`.replace('PORT', String(door.port)));
  await once(socket, 'data');
  socket.destroy();
  await door.close();
  expect(logged).toEqual([]);
});

function brokenStore(): App['store'] {
  const store = createApp({ platform: 'embedded', dataFolder: '' }).app.store;
  return { ...store, now: () => Promise.reject(new Unavailable('The store', new Error('down'))) };
}

async function ask(door: HttpServer, asked: Asked) {
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
  sent.end((asked.method ?? 'POST') === 'POST' ? (asked.body ?? JSON.stringify(SHOWN)) : '');
  return await promise;
}

async function read(response: IncomingMessage) {
  const raw = await text(response);
  const type = response.headers['content-type'];
  const body: unknown = type === 'application/x-ndjson' ? undefined : JSON.parse(raw);
  return { status: response.statusCode, headers: response.headers, type, raw, body };
}

async function askPlainly(door: HttpServer, message: string): Promise<string> {
  const socket = connect({ port: door.port, host: '127.0.0.1' });
  socket.write(message.replace('PORT', String(door.port)));
  return await text(socket);
}
