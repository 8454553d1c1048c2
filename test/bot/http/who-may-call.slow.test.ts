import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { createApp } from '#src/app.ts';
import { answerCheckStalled } from '#src/bot/http/answer-check-stalled.ts';
import { apiPath } from '#src/bot/http/api-path.ts';
import { type HttpServer, openHttpServer } from '#src/bot/http/open-server.ts';
import { answerMcp } from '#src/bot/mcp/answer-mcp.ts';
import { toolsOf } from '#src/bot/mcp/tools.ts';
import { authenticate } from '#src/operations/kit/authenticate.ts';
import type { Operation } from '#src/operations/kit/operation.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { ANN } from '../../coordination/identity/actors.ts';

const OWN_TOKEN = 'a-token-of-thirty-two-characters';
const CALLERS = ['nobody', 'wrong', 'expired', 'revoked', 'reader', 'writer', 'person'] as const;
type Caller = (typeof CALLERS)[number];

/** What each caller is answered, by what the operation does. 400 is "come in": the input of this test is wrong, so that nothing is done. */
const ROUTES: Readonly<Record<Operation['effect'] | 'local', Readonly<Record<Caller, number>>>> = {
  read: { nobody: 401, wrong: 401, expired: 401, revoked: 401, reader: 400, writer: 400, person: 400 },
  write: { nobody: 401, wrong: 401, expired: 401, revoked: 401, reader: 403, writer: 400, person: 400 },
  approve: { nobody: 401, wrong: 401, expired: 401, revoked: 401, reader: 403, writer: 403, person: 400 },
  grant: { nobody: 401, wrong: 401, expired: 401, revoked: 401, reader: 403, writer: 403, person: 400 },
  local: { nobody: 401, wrong: 401, expired: 401, revoked: 401, reader: 404, writer: 404, person: 400 },
};
const OTHERS: readonly (readonly [method: string, path: string, statuses: Readonly<Record<Caller, number>>])[] = [
  [
    'GET',
    '/openapi.json',
    { nobody: 401, wrong: 401, expired: 401, revoked: 401, reader: 200, writer: 200, person: 200 },
  ],
  ['GET', '/health', { nobody: 200, wrong: 401, expired: 401, revoked: 401, reader: 200, writer: 200, person: 200 }],
  ['GET', '/ready', { nobody: 200, wrong: 401, expired: 401, revoked: 401, reader: 200, writer: 200, person: 200 }],
  ['GET', '/mcp', { nobody: 401, wrong: 401, expired: 401, revoked: 401, reader: 405, writer: 405, person: 405 }],
  ['POST', '/mcp', { nobody: 401, wrong: 401, expired: 401, revoked: 401, reader: 200, writer: 200, person: 200 }],
  [
    'POST',
    '/check-stalled',
    { nobody: 401, wrong: 401, expired: 401, revoked: 401, reader: 403, writer: 400, person: 400 },
  ],
  [
    'POST',
    '/api/no/such',
    { nobody: 401, wrong: 401, expired: 401, revoked: 401, reader: 404, writer: 404, person: 404 },
  ],
];

/** What a tool answers who came as far as the tools. Everything else is a 401 of the route. */
const TOOLS: Readonly<Record<'read' | 'write', Readonly<Record<'reader' | 'writer' | 'person', string>>>> = {
  read: { reader: 'bad_input', writer: 'bad_input', person: 'bad_input' },
  write: { reader: 'read_only_token', writer: 'bad_input', person: 'bad_input' },
};

let server: HttpServer;
let tokens: Readonly<Record<Caller, string | undefined>>;
let closeAll: () => Promise<void>;

beforeAll(async () => {
  const folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-'));
  const { app, close } = createApp({ platform: 'embedded', dataFolder: folder.path }, { models: () => [] });
  const call = { actor: ANN, progress: () => undefined };
  let asked = 0;
  const ask = async (name: string, input: Readonly<Record<string, unknown>>) => {
    const operation = OPERATIONS.find((known) => known.name === name);
    asked += 1;
    return (await operation?.run(app, { ...call, input: operation.input.parse(input), request: `r${asked}` }))?.data;
  };
  const Made = z.object({ token: z.string(), token_id: z.string() });
  const make = async (scope: string, more = {}) =>
    Made.parse(await ask('token create', { session: `s-${asked}`, for: '@ann', scope, ...more }));
  const [reader, writer, revoked] = [await make('read'), await make('write'), await make('write')];
  await ask('token revoke', { token_id: revoked.token_id });
  tokens = {
    nobody: undefined,
    wrong: `${writer.token.slice(0, -1)}${writer.token.endsWith('A') ? 'B' : 'A'}`,
    expired: 'expired',
    revoked: revoked.token,
    reader: reader.token,
    writer: writer.token,
    person: OWN_TOKEN,
  };
  server = await openHttpServer({
    app,
    operations: OPERATIONS,
    person: ANN,
    token: OWN_TOKEN,
    authenticate: async (bearer) =>
      bearer === 'expired' ? { type: 'refused', because: 'expired' } : await authenticate(app, bearer),
    mounts: {
      '/mcp': (exchange) => answerMcp({ app, operations: OPERATIONS, version: '1' }, exchange),
      '/check-stalled': (exchange) => answerCheckStalled(app, exchange),
    },
    version: '1',
    instance: 'this one',
  });
  closeAll = async () => {
    await server.close();
    await close();
    await folder.remove();
  };
});
afterAll(() => closeAll());

describe.each(CALLERS)('%s', (caller) => {
  test.each(OPERATIONS.map((operation) => [operation.name, operation] as const))(
    'asks for %s',
    async (_, operation) => {
      const kind = operation.reach === 'local' ? 'local' : operation.effect;
      expect(await statusOf('POST', apiPath(operation), caller)).toBe(ROUTES[kind][caller]);
    },
  );

  test.each(OTHERS)('asks %s %s', async (method, path, statuses) => {
    expect(await statusOf(method, path, caller)).toBe(statuses[caller]);
  });
});

test('local operations do not exist at /api for any caller', async () => {
  for (const { name } of OPERATIONS.filter(({ reach }) => reach === 'local')) {
    for (const caller of ['reader', 'writer', 'person'] as const) {
      expect(await statusOf('POST', apiPath({ name, reach: 'everywhere' }), caller)).toBe(404);
    }
  }
});

const ACTIONS = toolsOf(OPERATIONS).flatMap(({ group, actions }) =>
  actions.map(({ word, operation }) => [group.name, word, operation] as const),
);

describe.each(['reader', 'writer', 'person'] as const)('%s', (caller) => {
  test.each(ACTIONS)('calls the tool %s %s', async (tool, action, { effect }) => {
    const given = { ...(action === undefined ? {} : { action }), no_such_field: 1 };
    const code = await codeOfTool(caller, tool, given);
    expect(code).toBe(TOOLS[z.enum(['read', 'write']).parse(effect)][caller]);
  });
});

async function statusOf(method: string, path: string, caller: Caller): Promise<number> {
  const body = path === '/mcp' ? { jsonrpc: '2.0', id: 1, method: 'tools/list' } : { no_such_field: 1 };
  const response = await send(method, path, { caller, body });
  await response.arrayBuffer();
  return response.status;
}

async function codeOfTool(caller: Caller, name: string, given: Readonly<Record<string, unknown>>): Promise<string> {
  const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: given } };
  const response = await send('POST', '/mcp', { caller, body });
  const Answer = z.object({ result: z.object({ structuredContent: z.object({ code: z.string() }) }) });
  return Answer.parse(await response.json()).result.structuredContent.code;
}

function send(method: string, path: string, { caller, body }: { readonly caller: Caller; readonly body: object }) {
  const token = tokens[caller];
  return fetch(`http://127.0.0.1:${server.port}${path}`, {
    method,
    headers: {
      accept: 'application/json, text/event-stream',
      ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
  });
}
