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
import { DiskFull } from '#src/platform/disk-full.ts';
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

const test = base.extend<{ broken: Partial<App>; logged: unknown[]; server: HttpServer }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures it needs from this pattern
  broken: async ({}, use) => {
    await use({});
  },
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures it needs from this pattern
  logged: async ({}, use) => {
    await use([]);
  },
  server: async ({ logged, broken }, use) => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-'));
    const log: Log = { info: () => undefined, warn: () => undefined, error: (fields) => void logged.push(fields) };
    const { app, close } = createApp({ platform: 'embedded', dataFolder: folder.path }, { log, ...broken });
    const server = await openHttpServer({
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
    await use(server);
    await server.close();
    await close();
  },
});

test('POST runs an operation and returns its outcome', async ({ server }) => {
  const { status, body } = await ask(server, { body: JSON.stringify({ ...SHOWN, player: 'Ann Lee' }) });
  expect(status).toBe(200);
  expect(body).toEqual({
    decision: 'done',
    code: 'ok',
    message: 'Here it is.',
    data: { date: '2026-02-05', player: 'Ann Lee', dry_run: false, by: 'ann' },
    next: [],
  });
});

test('progress and outcome come as lines when the client accepts lines', async ({ server }) => {
  const { raw, type } = await ask(server, { headers: { accept: 'application/x-ndjson' } });
  expect(type).toBe('application/x-ndjson');
  const lines = raw
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toEqual([{ progress: 'looking' }, { outcome: expect.objectContaining({ decision: 'done' }) }]);
});

test('a failure during a stream is its last line', async ({ server }) => {
  const { raw } = await ask(server, {
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
] as const)('an operation that ends as %s returns %i', async ([way, status, code], { server }) => {
  const answer = await ask(server, { path: '/api/slate/end', body: JSON.stringify({ way }) });
  expect(answer).toMatchObject({ status, body: { code } });
});

test('a defect is returned without its stack; the log gets the stack without the query', async ({ server, logged }) => {
  const { raw, type } = await ask(server, { path: '/api/slate/end?detail=full', body: '{"way":"defect"}' });
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
  [{ body: '{"date":"2026-02-05","date":"2026-02-06"}' }, 400, 'The field "date" appears twice'],
  [{ body: '{"date":"2026-02-05","d\\u0061te":"2026-02-06"}' }, 400, 'The field "date" appears twice'],
  [{ body: '['.repeat(40_000) + ']'.repeat(40_000) }, 400, 'nested deeper than 50 levels'],
  [{ body: `${'{"a":'.repeat(15_000)}1${'}'.repeat(15_000)}` }, 400, 'nested deeper than 50 levels'],
  [{ body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]) }, 400, 'The body is not UTF-8'],
  [{ body: '{"date":"2026-02-05\\ud800"}' }, 400, 'contains control characters'],
  [{ path: '/api/slate/shwo' }, 404, 'This operation does not exist'],
  [{ path: '/api/slate%2Fshow' }, 404, 'This operation does not exist'],
  [{ path: '/api/slate/read-file' }, 404, 'This operation does not exist'],
  [{ path: '/mounted', method: 'GET' }, 405, 'Use POST'],
  [{ path: '/openapi.json' }, 405, 'Use GET'],
  [{ path: '/api/slate/show?detail=all' }, 400, 'detail: "all" is not accepted. Use full.'],
  [{ path: '/api/slate/show?details=full' }, 400, 'The query parameter "details" is unknown. The only one is detail.'],
  [{ headers: { 'idempotency-key': 'a b' } }, 400, 'The header Idempotency-Key takes'],
  [{ path: '/server.json', method: 'GET' }, 404, 'This operation does not exist'],
  [{ path: '/api/../../etc/passwd', method: 'GET' }, 404, 'This operation does not exist'],
  [{ method: 'GET' }, 405, 'Use POST'],
  [{ method: 'DELETE' }, 405, 'Use POST'],
  [{ path: '/health' }, 405, 'Use GET'],
  [{ path: '/ready', method: 'DELETE' }, 405, 'Use GET'],
  [{ headers: { authorization: '' } }, 401, 'Send `Authorization: Bearer`'],
  [{ headers: { authorization: 'Bearer wrong' } }, 401, 'This token is unknown'],
  [{ headers: { authorization: 'Bearer tipoff_3_old' } }, 401, 'This token has expired'],
  [{ path: '/health', method: 'GET', headers: { authorization: 'Bearer wrong' } }, 401, 'This token is'],
  [{ headers: { host: 'rebound.example' } }, 403, 'This server only answers at'],
  [{ path: '/health', method: 'GET', headers: { host: 'rebound.example' } }, 403, 'This server only answers at'],
  [{ headers: { origin: 'http://rebound.example' } }, 403, 'Cross-origin requests'],
  [{ headers: { 'content-type': 'text/plain' } }, 415, 'application/json'],
  [{ headers: { 'content-encoding': 'gzip' } }, 415, 'application/json'],
  [{ body: 'x'.repeat(100_001) }, 413, 'The body is larger than 100,000 bytes'],
  [{ body: 'x'.repeat(300_000), headers: { 'transfer-encoding': 'chunked' } }, 413, 'The body is larger than'],
])('%j is refused', async ([asked, status, detail], { server }) => {
  const { body, type, ...answer } = await ask(server, asked);
  expect(answer.status).toBe(status);
  expect(type).toBe('application/problem+json');
  expect(body).toMatchObject({ status, detail: expect.stringContaining(detail) });
});

test('every refusal has one shape, whether the operation answers or throws it', async ({ server }) => {
  const refused = await ask(server, { path: '/api/slate/end', body: '{"way":"refused"}' });
  const thrown = await ask(server, { path: '/api/slate/end', body: '{"way":"problem"}' });
  const next = [{ operation: 'slate show', arguments: { date: 'today', player: 'Ann Lee' }, why: 'See it.' }];
  const shape = { type: 'about:blank', title: 'Refused', status: 409 };
  expect(refused.body).toEqual({ ...shape, detail: 'Ended.', code: 'ok', data: [{ name: 'Ann', points: 3 }], next });
  expect(thrown.body).toEqual({ ...shape, detail: 'The slate is closed.', code: 'too_late', data: null, next: [] });
  expect([refused.type, thrown.type]).toEqual(['application/problem+json', 'application/problem+json']);
});

test('a field that is null counts as absent', async ({ server }) => {
  const { status, body } = await ask(server, { body: '{"date":"2026-02-05","player":null,"dry_run":null}' });
  expect({ status, body }).toMatchObject({ status: 200, body: { data: { date: '2026-02-05', dry_run: false } } });
});

test.for(['/health', '/ready'])(
  'POST %s is 405 and names the methods, also without a token',
  async (path, { server }) => {
    const answer = await askPlainly(server, `POST ${path} HTTP/1.1\r\n${OWN_HOST}Content-Length: 0\r\n${CLOSING}`);
    expect(answer).toMatch(/^HTTP\/1\.1 405 /);
    expect(answer).toMatch(/^allow: GET, HEAD\r$/im);
  },
);

test('a wrong method is named before a wrong content type', async ({ server }) => {
  const headers = { 'content-type': 'text/plain' };
  const document = await ask(server, { path: '/openapi.json', headers });
  expect({ status: document.status, allow: document.headers['allow'] }).toEqual({ status: 405, allow: 'GET, HEAD' });
});

test('a caller with a token acts as the agent it was created for', async ({ server }) => {
  const { body } = await ask(server, { headers: { authorization: 'Bearer tipoff_1_agent' } });
  expect(body).toMatchObject({ data: { by: AGENT.name } });
});

test('a read-only token can read and cannot change anything', async ({ server }) => {
  const headers = { authorization: 'Bearer tipoff_2_reader' };
  expect((await ask(server, { headers })).status).toBe(200);
  const refused = await ask(server, { path: '/api/slate/end', body: '{"way":"done"}', headers });
  expect(refused).toMatchObject({ status: 403, type: 'application/problem+json', body: { code: 'read_only_token' } });
  expect(refused.headers['www-authenticate']).toBe('Bearer realm="tipoff", error="insufficient_scope", scope="write"');
});

test.for([
  ['', 'Bearer realm="tipoff"'],
  ['Bearer wrong', 'Bearer realm="tipoff", error="invalid_token", error_description="unknown"'],
  ['Bearer tipoff_3_old', 'Bearer realm="tipoff", error="invalid_token", error_description="expired"'],
] as const)('%j is challenged', async ([authorization, challenge], { server }) => {
  const { status, headers } = await ask(server, { headers: { authorization } });
  expect({ status, challenge: headers['www-authenticate'] }).toEqual({ status: 401, challenge });
});

test('the idempotency key reaches the operation; without one, each request has its own', async ({ server }) => {
  const named = await ask(server, {
    headers: { 'idempotency-key': 'claim-1' },
    path: '/api/slate/request',
    body: '{}',
  });
  expect(named.body).toMatchObject({ data: { request: 'claim-1' } });
  const bodies = await Promise.all(
    [1, 2].map(async () => (await ask(server, { path: '/api/slate/request', body: '{}' })).raw),
  );
  expect(new Set(bodies).size).toBe(2);
});

test('a long reply is at most 1 kB and says how to get all of it', async ({ server }) => {
  const long = { path: '/api/slate/long', body: '{}' };
  const brief = await ask(server, long);
  expect(Buffer.byteLength(brief.raw)).toBeLessThanOrEqual(1_000);
  expect(brief.body).toMatchObject({ code: 'ok', left_out: expect.stringContaining('Add ?detail=full') });
  const whole = { data: { rows: expect.objectContaining({ length: 500 }) } };
  expect((await ask(server, { ...long, path: `${long.path}?detail=full` })).body).toMatchObject(whole);
  expect((await ask(server, { ...long, headers: { prefer: 'return=representation' } })).body).toMatchObject(whole);
});

test('a local operation exists only for the command line of this machine', async ({ server }) => {
  const local = { path: '/local/slate/read-file', body: '{}' };
  expect((await ask(server, local)).status).toBe(200);
  expect((await ask(server, { ...local, headers: { authorization: 'Bearer tipoff_1_agent' } })).status).toBe(404);
});

test('a mounted handler gets the caller and the body', async ({ server }) => {
  expect((await ask(server, { path: '/mounted', body: '{"a":1}' })).body).toEqual(['ann', { a: 1 }]);
});

test('no response may be read by another origin or cached', async ({ server }) => {
  const { headers } = await ask(server, { headers: { origin: `http://localhost:${server.port}` } });
  expect(headers['access-control-allow-origin']).toBeUndefined();
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
});

test('anyone may call /health; only the holder of the token learns the instance', async ({ server }) => {
  const health = { method: 'GET', path: '/health' };
  expect((await ask(server, { ...health, headers: { authorization: '' } })).status).toBe(401);
  expect(await askPlainly(server, 'GET /health HTTP/1.1\r\nHost: localhost:PORT\r\nConnection: close\r\n\r\n')).toMatch(
    /^HTTP\/1\.1 200 OK[\s\S]*\{"status":"ok"\}/,
  );
  expect((await ask(server, health)).body).toEqual({ status: 'ok', instance: 'this one' });
});

test('/ready reports a process that can work', async ({ server }) => {
  expect(await askPlainly(server, READY)).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*\{"status":"ready","role":"all"\}/);
});

describe('a server whose models failed to load', () => {
  const message = 'The model file /home/ann/models/catboost_v8.cbm is not there. Get it again.';
  test.override({
    broken: {
      models: () => {
        throw new Problem({ code: 'model_not_loaded', message });
      },
    },
  });

  test('RT-25: is alive and not ready; anyone learns which part failed, a known caller learns why', async ({
    server,
  }) => {
    expect((await ask(server, { method: 'GET', path: '/health' })).status).toBe(200);
    const told = await askPlainly(server, READY);
    expect(told).toMatch(/^HTTP\/1\.1 503 [\s\S]*"code":"model_not_loaded"/);
    expect(told).toContain('The models cannot be used.');
    expect(told).not.toContain('/home/ann');
    expect((await ask(server, { method: 'GET', path: '/ready' })).body).toMatchObject({ status: 503, detail: message });
  });
});

describe('a server whose store is unavailable', () => {
  test.override({ broken: { store: brokenStore() } });

  test('RT-23: is not ready', async ({ server }) => {
    const { status, body } = await ask(server, { method: 'GET', path: '/ready' });
    expect({ status, body }).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  });
});

describe('a server whose store answers reads on a full disk', () => {
  const write = () => Promise.reject(new DiskFull('the store /home/ann/tipoff.sqlite', undefined));
  test.override({ broken: { store: { ...brokenStore(), get: async () => undefined, create: write } } });

  test('is not ready, and a known caller learns what to do', async ({ server }) => {
    const { status, body } = await ask(server, { method: 'GET', path: '/ready' });
    expect({ status, body }).toMatchObject({
      status: 503,
      body: {
        code: 'disk_full',
        detail:
          'The disk with the store /home/ann/tipoff.sqlite is full. Nothing was changed. Free some space and try again.',
      },
    });
    expect(await askPlainly(server, READY)).not.toContain('/home/ann');
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
  ['that is not HTTP', 'HELLO\r\n\r\n', 400, 'not_http'],
  [
    'with two lengths',
    `POST ${SHOW} HTTP/1.1\r\n${OWN_HOST}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n`,
    400,
    'not_http',
  ],
  ['with a long path', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\n\r\n`, 431, 'headers_too_large'],
  ['that expects what is unknown', `POST ${SHOW} HTTP/1.1\r\n${OWN_HOST}Expect: x\r\n${CLOSING}`, 417, 'expectation'],
] as const)('a request %s is refused with the reason', async ([, message, status, code], { server }) => {
  const answer = await askPlainly(server, message);
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(answer).toMatch(/content-type: application\/problem\+json/i);
  expect(answer).toContain(`"status":${status}`);
  expect(answer).toContain(`"code":"${code}"`);
});

test('HEAD returns the headers of GET without the body', async ({ server }) => {
  const message = (path: string) =>
    `HEAD ${path} HTTP/1.1\r\n${OWN_HOST}Authorization: Bearer ${TOKEN}\r\nConnection: close\r\n\r\n`;
  for (const path of ['/health', '/ready', '/openapi.json']) {
    expect(await askPlainly(server, message(path))).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\n\r\n$/);
  }
});

test('the charset may be quoted, and the body may start with a byte order mark', async ({ server }) => {
  const body = Buffer.from(`\ufeff${JSON.stringify(SHOWN)}`);
  const { status } = await ask(server, { body, headers: { 'content-type': 'application/json; charset="UTF-8"' } });
  expect(status).toBe(200);
});

test('a client that disconnects during a request is not a defect', async ({ server, logged }) => {
  const head = `POST ${SHOW} HTTP/1.1\r\n${OWN_HOST}Authorization: Bearer ${TOKEN}\r\nContent-Type: application/json\r\n`;
  const socket = connect({ port: server.port, host: '127.0.0.1' });
  socket.write(`${head}Expect: 100-continue\r\nContent-Length: 20\r\n\r\n`.replace('PORT', String(server.port)));
  await once(socket, 'data');
  socket.destroy();
  await server.close();
  expect(logged).toEqual([]);
});

function brokenStore(): App['store'] {
  const store = createApp({ platform: 'embedded', dataFolder: '' }).app.store;
  return { ...store, get: () => Promise.reject(new Unavailable('The store', new Error('down'))) };
}

async function ask(server: HttpServer, asked: Asked) {
  const { promise, resolve, reject } = Promise.withResolvers<Awaited<ReturnType<typeof read>>>();
  const sent = request({
    port: server.port,
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

async function askPlainly(server: HttpServer, message: string): Promise<string> {
  const socket = connect({ port: server.port, host: '127.0.0.1' });
  socket.write(message.replace('PORT', String(server.port)));
  return await text(socket);
}
