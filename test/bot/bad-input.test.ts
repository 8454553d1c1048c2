import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '#src/app.ts';
import { WHOLE } from '#src/bot/cli/render/terminal-page.ts';
import { runCommandLine } from '#src/bot/cli/run-command-line.ts';
import { apiPath } from '#src/bot/http/api-path.ts';
import { type HttpServer, openHttpServer } from '#src/bot/http/open-server.ts';
import { connectMcpServer } from '#src/bot/mcp/connect-mcp-server.ts';
import { toolsOf } from '#src/bot/mcp/tools.ts';
import { parseCommand } from '#src/bot/slack/commands/parse-command.ts';
import { slashCommands } from '#src/bot/slack/commands/slash-commands.ts';
import type { App } from '#src/operations/app.ts';
import { parseTyped } from '#src/operations/kit/input/parse-typed.ts';
import type { Operation, Outcome } from '#src/operations/kit/operation.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { Problem } from '#src/platform/problem.ts';
import { ANN } from '../coordination/identity/actors.ts';
import { BAD_TEXTS, type BadCall, badCall, STRANGE_TEXTS, strangeCall } from './bad-values.ts';

/** For each transport. `BAD_INPUTS=2000` sends more than 10,000 in all. */
// biome-ignore lint/style/noProcessEnv: only the number of generated inputs depends on it
const RUNS = { numRuns: Number(env['BAD_INPUTS'] ?? 150), endOnFailure: true };
const TOKEN = 'a-token-of-thirty-two-characters';
const STACK = /\n\s+at |node:internal|\.ts:\d+/;
const YES: Outcome<unknown> = { decision: 'done', code: 'ok', message: 'Yes.', data: null, next: [] };

/** The operations that ran although their input is bad. */
const reached: string[] = [];
const RECORDED: readonly Operation[] = OPERATIONS.map((operation) => ({
  ...operation,
  run: async () => {
    reached.push(operation.name);
    return YES;
  },
}));
/** `start` would create a league, and the local operations read and write the files that they are given. */
const REAL = OPERATIONS.filter(({ name, reach }) => reach === 'everywhere' && name !== 'start');

let app: App;
let recording: HttpServer;
let real: HttpServer;
let close: () => Promise<void>;

beforeAll(async () => {
  const folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-'));
  const opened = createApp({ platform: 'embedded', dataFolder: folder.path }, { models: () => [] });
  app = opened.app;
  [recording, real] = await Promise.all([serve(RECORDED), serve(REAL)]);
  close = async () => {
    await Promise.all([recording.close(), real.close()]);
    await opened.close();
    await folder.remove();
  };
});
afterAll(() => close());

test('HTTP refuses every bad input before an operation runs', async () => {
  await fc.assert(
    fc.asyncProperty(badCall(RECORDED), async (call) => {
      const { status, text } = await post(recording, call);
      expect(text).not.toMatch(STACK);
      expect({ status, code: codeOf(text), reached }).toEqual({ status: 400, code: 'bad_input', reached: [] });
    }),
    RUNS,
  );
});

test.each([
  ['a body of one megabyte', JSON.stringify({ date: 'x'.repeat(1_000_000) }), 413],
  ['a body that is not UTF-8', Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]), 400],
  ['a field that appears twice', '{"date":"today","date":"tomorrow"}', 400],
  ['NaN', '{"date":NaN}', 400],
  ['a very large number', `{"date":1${'0'.repeat(5_000)}}`, 400],
  ['deep nesting', `{"date":${'['.repeat(30_000)}${']'.repeat(30_000)}}`, 400],
  ['null', 'null', 400],
  ['text', '"today"', 400],
] as const)('HTTP refuses %s', async (_, body, status) => {
  for (const operation of RECORDED) {
    const answer = await send(recording, apiPath(operation), body);
    expect(answer.status).toBe(status);
    expect(answer.text).not.toMatch(STACK);
  }
  expect(reached).toEqual([]);
});

test('MCP refuses every bad input before an operation runs', async () => {
  const tools = toolsOf(OPERATIONS);
  const behindTools = tools.flatMap(({ actions }) => actions.map(({ operation }) => operation));
  const performed: string[] = [];
  const [here, there] = InMemoryTransport.createLinkedPair();
  const defects: unknown[] = [];
  await connectMcpServer(
    {
      operations: OPERATIONS,
      version: '1',
      perform: async ({ name }) => {
        performed.push(name);
        return YES;
      },
      forbidden: () => undefined,
      recordDefect: (error) => defects.push(error),
    },
    there,
  );
  const client = new Client({ name: 'a test', version: '1' });
  await client.connect(here);
  await fc.assert(
    fc.asyncProperty(badCall(behindTools), async ({ operation, input }) => {
      const tool = tools.find(({ actions }) => actions.some((action) => action.operation === operation));
      const word = tool?.actions.find((action) => action.operation === operation)?.word;
      // The SDK drops a field of this name from every request.
      fc.pre(!Object.hasOwn(input, '__proto__'));
      const given = { ...input, ...(word === undefined ? {} : { action: word }) };
      const result = await client.callTool({ name: tool?.group.name ?? '', arguments: given });
      expect(JSON.stringify(result)).not.toMatch(STACK);
      expect(result).toMatchObject({ isError: true, structuredContent: { code: 'bad_input' } });
      expect({ performed, defects }).toEqual({ performed: [], defects: [] });
    }),
    RUNS,
  );
});

test('the command line refuses every bad value with exit code 2, and takes any words without a defect', async () => {
  const words = OPERATIONS.flatMap(({ name }) => name.split(' '));
  const word = fc.oneof(fc.constantFrom(...words), fc.constantFrom(...BAD_TEXTS, ...STRANGE_TEXTS), fc.string());
  const typed = fc.tuple(fc.constantFrom(...OPERATIONS), fc.array(word, { maxLength: 4 }));
  await fc.assert(
    fc.asyncProperty(typed, async ([{ name }, more]) => {
      const { code, said, runs } = await commandLine([...name.split(' '), ...more]);
      expect(said).not.toMatch(STACK);
      expect(said).not.toContain('a defect');
      expect(runs > 0 ? [0] : [0, 1, 2]).toContain(code);
      const isBad = more.some((each) => each !== '' && BAD_TEXTS.some((bad) => bad === each));
      if (isBad && !said.includes('Usage:')) expect({ code, runs }).toEqual({ code: 2, runs: 0 });
    }),
    RUNS,
  );
});

test('a slash command takes any text without a defect, and refuses every bad value', () => {
  const commands = slashCommands(OPERATIONS);
  const word = fc.oneof(
    fc.constantFrom(...BAD_TEXTS, ...STRANGE_TEXTS),
    fc.string(),
    fc.constantFrom('date=', '"', '--wait', '”'),
  );
  const typed = fc
    .constantFrom(...commands)
    .chain((command) =>
      fc.tuple(
        fc.constant(command),
        fc.oneof(fc.constantFrom(...command.operations.map(({ name }) => name.split(' ').at(-1) ?? name)), fc.string()),
        fc.array(word, { maxLength: 4 }),
      ),
    );
  fc.assert(
    fc.property(typed, ([command, verb, more]) => {
      const parsed = parseCommand(command, [verb, ...more].join(' '));
      if (parsed.kind !== 'run') return;
      const refusal = refusalOf(() => parseTyped(parsed.operation, parsed.given, () => 'a command'));
      expect([undefined, 'bad_input']).toContain(refusal);
      const isBad = Object.values(parsed.given).some((value) => BAD_TEXTS.some((bad) => bad !== '' && bad === value));
      if (isBad) expect(refusal).toBe('bad_input');
    }),
    RUNS,
  );
});

test('the real operations take strange texts without a defect, and keep their stores whole', async () => {
  const defects: string[] = [];
  await fc.assert(
    fc.asyncProperty(strangeCall(REAL), async (call) => {
      const { status, text } = await post(real, call);
      expect(text).not.toMatch(STACK);
      if (status >= 500) defects.push(`${call.operation.name} ${JSON.stringify(call.input)}: ${text}`);
      expect(defects).toEqual([]);
    }),
    RUNS,
  );
  for (const name of ['batch list', 'deploy status', 'session list', 'audit verify']) {
    const operation = REAL.find((each) => each.name === name);
    if (operation !== undefined) expect((await post(real, { operation, input: {} })).status).toBe(200);
  }
});

function serve(operations: readonly Operation[]): Promise<HttpServer> {
  return openHttpServer({
    app,
    operations,
    person: ANN,
    token: TOKEN,
    authenticate: async () => ({ type: 'refused', because: 'unknown' }),
    mounts: {},
    version: '1',
    instance: 'a test',
  });
}

function post(server: HttpServer, { operation, input }: BadCall) {
  return send(server, apiPath(operation), JSON.stringify(input));
}

async function send({ port }: HttpServer, path: string, body: string | Buffer<ArrayBuffer>) {
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers, body });
  return { status: response.status, text: await response.text() };
}

function codeOf(text: string): unknown {
  return JSON.parse(text).code;
}

async function commandLine(argv: readonly string[]) {
  let said = '';
  let runs = 0;
  const say = (text: string) => {
    said += text;
  };
  const code = await runCommandLine(
    {
      operations: OPERATIONS,
      operationsOf: async () => OPERATIONS,
      ownCommands: [],
      version: '1',
      terminal: {
        out: say,
        err: say,
        progress: 'plain lines',
        columns: 100,
        page: WHOLE,
        clock: () => 0,
      },
      actor: ANN,
      request: 'a request',
      run: async () => {
        runs += 1;
        return YES;
      },
      recordDefect: async (error) => `a defect: ${String(error)}`,
      interrupted: new AbortController().signal,
    },
    argv,
  );
  return { code, said, runs };
}

/** The code of the `Problem` that `work` throws. */
function refusalOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.code;
  }
}
