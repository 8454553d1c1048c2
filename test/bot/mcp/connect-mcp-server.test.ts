import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { connectMcpServer, type PerformedCall } from '#src/bot/mcp/connect-mcp-server.ts';
import { TOOL_GROUPS } from '#src/bot/mcp/tool-groups.ts';
import { toolsOf } from '#src/bot/mcp/tools.ts';
import { type Operation, type Outcome, operation } from '#src/operations/kit/operation.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { Problem } from '#src/platform/problem.ts';
import { eventually } from '#test/eventually.ts';

const MAX_TOOLS = 15;
const MAX_LIST_BYTES = 12_000;
const MAX_ANSWER_BYTES = 1_000;

type Perform = (operation: Operation, call: PerformedCall) => Promise<Outcome<unknown>>;

describe('the tools', () => {
  test(`are at most ${MAX_TOOLS}, and their list is under ${MAX_LIST_BYTES / 1_000} kB`, async () => {
    const { tools } = await (await connected()).client.listTools();
    expect(tools.length).toBeLessThanOrEqual(MAX_TOOLS);
    expect(Buffer.byteLength(JSON.stringify({ tools }))).toBeLessThan(MAX_LIST_BYTES);
  });

  test('are every operation but those for people and for this machine, each once', () => {
    const open = OPERATIONS.filter(
      ({ reach, effect }) => reach === 'everywhere' && !['approve', 'grant'].includes(effect),
    );
    const behindTools = toolsOf(OPERATIONS).flatMap(({ actions }) => actions.map((action) => action.operation.name));
    expect(behindTools.toSorted()).toEqual(open.map(({ name }) => name).toSorted());
  });

  test('have different names, and different actions within one', () => {
    const names = TOOL_GROUPS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { actions } of toolsOf(OPERATIONS)) {
      expect(new Set(actions.map(({ word }) => word)).size).toBe(actions.length);
    }
  });

  test('say which actions they have, what each takes, and which only read', async () => {
    const { tools } = await (await connected()).client.listTools();
    const predictions = tools.find(({ name }) => name === 'predictions');
    expect(predictions?.description).toContain('player(name, date?): Show the predictions of one player');
    expect(predictions?.annotations?.readOnlyHint).toBe(true);
    expect(predictions?.inputSchema).toMatchObject({ required: ['action'], additionalProperties: false });
    expect(tools.find(({ name }) => name === 'batch_start')).toMatchObject({
      inputSchema: { required: ['date'] },
    });
    expect(tools.find(({ name }) => name === 'batch_start')?.annotations?.readOnlyHint ?? false).toBe(false);
  });

  test('either read or write, and their annotations say so', async () => {
    const { tools } = await (await connected()).client.listTools();
    for (const { group, actions } of toolsOf(OPERATIONS)) {
      const effects = new Set(actions.map(({ operation: { effect } }) => (effect === 'read' ? 'read' : 'write')));
      expect([...effects], group.name).toEqual([group.effect === 'read' ? 'read' : 'write']);
      const { title, ...hints } = tools.find(({ name }) => name === group.name)?.annotations ?? {};
      expect(title, group.name).toMatch(/^[A-Z]/);
      if (group.effect === 'read') expect(hints, group.name).toEqual({ readOnlyHint: true });
      else {
        expect(hints, group.name).toEqual({
          destructiveHint: group.effect === 'change',
          idempotentHint: group.repeats === 'harmless',
        });
      }
    }
  });
});

describe('a call', () => {
  test('runs the operation of its action, and answers with text and structure', async () => {
    const { client, performed } = await connected(async () => outcomeOf({ players: 136 }));
    const result = await client.callTool({ name: 'predictions', arguments: { action: 'slate', date: '2026-02-05' } });
    expect(performed).toEqual([{ name: 'predict slate', input: { date: '2026-02-05', limit: 20, cursor: 0 } }]);
    expect(result).toEqual({
      content: [{ type: 'text', text: 'done (ok): Here it is.' }],
      structuredContent: { decision: 'done', code: 'ok', message: 'Here it is.', data: { players: 136 }, next: [] },
      isError: false,
    });
  });

  test('of a tool with one operation has no action', async () => {
    const { client, performed } = await connected(async () => outcomeOf(null));
    await client.callTool({ name: 'batch_start', arguments: { date: 'today' } });
    expect(performed).toEqual([{ name: 'batch start', input: { date: 'today', wait: false } }]);
  });

  test('suggests the next call as a tool, and an operation of people by its name', async () => {
    const next = [
      { operation: 'batch status', arguments: { id: 'b1' }, why: 'See how far it is.' },
      { operation: 'approval approve', arguments: { approval_id: 'a1' }, why: 'End the batch.' },
    ];
    const { client } = await connected(async () => ({ ...outcomeOf(null), decision: 'pending', next }));
    const result = await client.callTool({ name: 'batch_force_complete', arguments: {} });
    expect(result.structuredContent).toMatchObject({
      decision: 'pending',
      next: [
        { tool: 'batch_status', arguments: { action: 'status', id: 'b1' }, why: 'See how far it is.' },
        { for_a_person: 'approval approve', arguments: { approval_id: 'a1' }, why: 'End the batch.' },
      ],
    });
  });

  test('suggests arguments in the types of the tool: a number stays a number', async () => {
    const steps = [{ operation: 'deploy start', arguments: { service: 'bot', token: 7 }, why: 'Begin.' }];
    const { client } = await connected(async () => ({ ...outcomeOf(null), next: steps }));
    const { structuredContent } = await client.callTool({ name: 'deploy_status', arguments: {} });
    const [next] = z.object({ next: z.array(z.object({ arguments: z.unknown() })) }).parse(structuredContent).next;
    expect(next?.arguments).toEqual({ action: 'start', service: 'bot', token: 7 });
  });

  test('names the arguments that the agent has to add', async () => {
    const steps = [{ operation: 'deploy claim', arguments: { service: 'bot' }, fill_in: ['reason'], why: 'Claim it.' }];
    const { client } = await connected(async () => ({ ...outcomeOf(null), next: steps }));
    expect((await client.callTool({ name: 'deploy_status', arguments: {} })).structuredContent).toMatchObject({
      next: [{ tool: 'deploy_claim', arguments: { service: 'bot' }, fill_in: ['reason'], why: 'Claim it.' }],
    });
  });

  test.each([
    [
      { action: 'slat', date: 'today' },
      'action: "slat" is not accepted. The actions of predictions are slate, player, lines, verify, data_check, results_show, results_record, models_list.',
    ],
    [
      { date: 'today' },
      'action: is missing. The actions of predictions are slate, player, lines, verify, data_check, results_show, results_record, models_list.',
    ],
    [{ action: 'player' }, 'name: is missing; write it as in the box scores'],
    [
      { action: 'slate', date: 'today', name: 'Ann' },
      'Unknown field "name": it takes date, team, game, model, picks_only, top, models, limit, cursor.',
    ],
    [{ action: 'slate', date: 7 }, 'date: "7" is not text'],
    [{ action: 'slate', date: 'today', detail: 'all' }, 'detail: "all" is not accepted. Use full.'],
  ])('%j is refused with the field, its value and what works, and nothing runs', async (given, message) => {
    const { client, performed } = await connected();
    const result = await client.callTool({ name: 'predictions', arguments: given });
    expect(result).toMatchObject({
      isError: true,
      structuredContent: { decision: 'refused', code: 'bad_input', message: expect.stringContaining(message) },
    });
    expect(performed).toEqual([]);
  });

  test.each([
    ['deploy_status', { service: null, detail: null }, 'deploy status', {}],
    [
      'predictions',
      { action: 'slate', date: '2026-02-05', name: null },
      'predict slate',
      { date: '2026-02-05', limit: 20, cursor: 0 },
    ],
    [
      'deploy_claim',
      { service: 'worker', reason: 'abc', for: null, without_lock: null },
      'deploy claim',
      { service: 'worker', reason: 'abc', without_lock: false },
    ],
  ])('of %s reads null as absent: %j', async (tool, given, ...[name, input]) => {
    const { client, performed } = await connected();
    expect((await client.callTool({ name: tool, arguments: given })).isError).toBe(false);
    expect(performed).toEqual([{ name, input }]);
  });

  test.each([
    [
      { action: null, date: 'today' },
      'action: is missing. The actions of predictions are slate, player, lines, verify, data_check, results_show, results_record, models_list.',
    ],
    [{ action: 'player', name: null }, 'name: is missing'],
    [
      { action: 'slate', date: 'today', nonsense: null },
      'Unknown field "nonsense": it takes date, team, game, model, picks_only, top, models, limit, cursor.',
    ],
  ])('%j is refused, because null is neither a required value nor a known field', async (given, message) => {
    const { client, performed } = await connected();
    expect(await client.callTool({ name: 'predictions', arguments: given })).toMatchObject({
      isError: true,
      structuredContent: { code: 'bad_input', message: expect.stringContaining(message) },
    });
    expect(performed).toEqual([]);
  });

  test('of no tool is an error that names the tools', async () => {
    const { client } = await connected();
    await expect(client.callTool({ name: 'deploy_all', arguments: {} })).rejects.toThrow(
      /tool "deploy_all" does not exist.*predictions/,
    );
  });

  test('that is refused is an error that can be acted on', async () => {
    const { client } = await connected(async () => {
      throw new Problem({ code: 'no_games', message: 'There are no games on 1999-01-01. The nearest are …' });
    });
    expect(await client.callTool({ name: 'batch_start', arguments: { date: '1999-01-01' } })).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('refused (no_games): There are no games on 1999-01-01.') }],
    });
  });

  test('that meets a defect says so without its stack, which is kept', async () => {
    const { client, defects } = await connected(async () => {
      throw new Error('x is not a function\n    at secret.ts:1');
    });
    const result = await client.callTool({ name: 'batch_start', arguments: { date: 'today' } });
    expect(JSON.stringify(result)).not.toContain('secret.ts');
    expect(defects).toHaveLength(1);
  });

  test('is answered in at most 1 kB, and in full when that is asked for', async () => {
    const predictions = Array.from({ length: 150 }, (_, row) => ({ player_lookup: `player${row}`, points: row }));
    const next = [{ operation: 'predict verify', arguments: { date: '2026-02-05' }, why: 'Count the table.' }];
    const { client } = await connected(async () => ({
      ...outcomeOf({ predictions }),
      message: 'Long. '.repeat(90),
      next,
    }));
    const asked = { action: 'slate', date: '2026-02-05' };
    const brief = await client.callTool({ name: 'predictions', arguments: asked });
    expect(Buffer.byteLength(JSON.stringify(brief))).toBeLessThanOrEqual(MAX_ANSWER_BYTES);
    expect(brief.structuredContent).toMatchObject({ code: 'ok', left_out: expect.stringContaining('detail: "full"') });
    const full = await client.callTool({ name: 'predictions', arguments: { ...asked, detail: 'full' } });
    expect(full.structuredContent).toMatchObject({ data: { predictions } });
  });

  test('with `top` or `limit` is answered with that many rows', async () => {
    const predictions = Array.from({ length: 5 }, (_, row) => ({
      player_lookup: `player${row}`,
      text: 'x'.repeat(400),
    }));
    const { client } = await connected(async () => outcomeOf({ predictions }));
    const given = { action: 'slate', date: '2026-02-05', top: 5 };
    const { structuredContent } = await client.callTool({ name: 'predictions', arguments: given });
    expect(structuredContent).toMatchObject({ data: { predictions } });
  });

  test('is answered as the listed schema says, be it brief, whole or refused: the client checks it', async () => {
    const rows = Array.from({ length: 500 }, (_, row) => ({ player_lookup: `player${row}` }));
    const { client } = await connected(async ({ name }) =>
      name === 'deploy status'
        ? { decision: 'refused', code: 'no', message: 'No.', data: null, next: [] }
        : outcomeOf({ rows }),
    );
    const { tools } = await client.listTools();
    const published = tools.filter(({ outputSchema }) => outputSchema?.required?.join() === 'decision,data');
    expect(published.map(({ name }) => name)).toEqual(expect.arrayContaining(['batch_start', 'deploy_status']));
    const codes = [
      await client.callTool({ name: 'batch_start', arguments: { date: 'today' } }),
      await client.callTool({ name: 'batch_start', arguments: { date: 'today', detail: 'full' } }),
      await client.callTool({ name: 'deploy_status', arguments: {} }),
    ].map(({ structuredContent }) => z.object({ code: z.string() }).parse(structuredContent).code);
    expect(codes).toEqual(['ok', 'ok', 'no']);
  });

  test('tells its progress to who wants it', async () => {
    const { client } = await connected(async (_, { progress }) => {
      progress('68 of 136 players');
      return outcomeOf(null);
    });
    const told: unknown[] = [];
    const call = { name: 'batch_start', arguments: { date: 'today', wait: true } };
    await client.callTool(call, undefined, { onprogress: (progress) => told.push(progress) });
    expect(told).toEqual([{ progress: 1, message: '68 of 136 players' }]);
  });
});

test('after the result, a call that still runs sends no progress', async () => {
  const late = Promise.withResolvers<(text: string) => void>();
  const { client, received } = await connected(async (_, { progress }) => {
    progress('1 of 2');
    late.resolve(progress);
    return outcomeOf(null);
  });
  const call = { name: 'batch_start', arguments: { date: 'today' } };
  await client.callTool(call, undefined, { onprogress: () => undefined });
  (await late.promise)('2 of 2');
  await client.ping();
  expect(received.filter((message) => 'method' in message)).toHaveLength(1);
});

test('after the connection has closed, progress is neither sent nor a defect', async () => {
  const late = Promise.withResolvers<(text: string) => void>();
  const held = Promise.withResolvers<Outcome<unknown>>();
  const { client, connection, received, defects } = await connected((_, call) => {
    late.resolve(call.progress);
    return held.promise;
  });
  const result = client.callTool({ name: 'batch_start', arguments: { date: 'today' } }, undefined, {
    onprogress: () => undefined,
  });
  const progress = await late.promise;
  await connection.close();
  progress('1 of 2');
  held.resolve(outcomeOf(null));
  await expect(result).rejects.toThrow('Connection closed');
  expect(received.filter((message) => 'method' in message)).toEqual([]);
  expect(defects).toEqual([]);
});

test('the server offers tools, and no notice of a changed list, because the list never changes', async () => {
  const { client } = await connected();
  expect(client.getServerCapabilities()).toEqual({ tools: {} });
});

test.each([
  ['tools/call', { arguments: {} }, 'params.name: '],
  ['tools/call', { name: 7 }, 'params.name: '],
  ['tools/call', { name: 'deploy_status', arguments: 'x' }, 'params.arguments: '],
  ['tools/call', { name: 'deploy_status', arguments: null }, 'params.arguments: '],
  ['tools/call', { name: 'deploy_status', _meta: { progressToken: {} } }, 'params._meta.progressToken: '],
  ['tools/call', undefined, 'params: '],
  ['tools/call', { name: 'no_such_tool' }, 'The tool "no_such_tool" does not exist'],
  ['tools/list', { cursor: 'page-2' }, 'tools/list has one page'],
  ['tools/list', { cursor: 2 }, 'params.cursor: '],
  ['initialize', {}, 'params.protocolVersion: '],
  ['ping', { _meta: 'x' }, 'params._meta: '],
] as const)('%s with the parameters %j gets the error -32602', async (method, params, message) => {
  const { here, received, performed } = await connected();
  const request = { jsonrpc: '2.0', id: 'bad', method, ...(params === undefined ? {} : { params }) };
  await here.send(z.custom<JSONRPCMessage>().parse(request));
  await eventually(() => expect(received).toHaveLength(1));
  const error = { code: -32_602, message: expect.stringContaining(message) };
  expect(received.at(-1)).toEqual({ jsonrpc: '2.0', id: 'bad', error });
  expect(performed).toEqual([]);
});

test('a connection knows when every request is answered or cancelled', async () => {
  const held = Promise.withResolvers<Outcome<unknown>>();
  const { client, connection } = await connected(() => held.promise);
  const abort = new AbortController();
  const cancelled = client.callTool({ name: 'deploy_status', arguments: {} }, undefined, { signal: abort.signal });
  const answered = client.callTool({ name: 'deploy_status', arguments: {} });
  const waited = connection.answered().then(() => 'answered');
  abort.abort();
  await expect(cancelled).rejects.toThrow();
  expect(await Promise.race([waited, client.ping().then(() => 'waiting')])).toBe('waiting');
  held.resolve(outcomeOf(null));
  await answered;
  expect(await waited).toBe('answered');
  await connection.answered();
});

test('an operation of a new noun has no tool until a group lists it', () => {
  const strange = operation({
    name: 'weather show',
    summary: 'Show the weather.',
    input: z.strictObject({}),
    output: z.null(),
    positionals: [],
    effect: 'read',
    reach: 'everywhere',
    opens: 'nothing',
    prints: 'outcome',
    run: async () => ({ decision: 'done', code: 'ok', message: 'Sunny.', data: null, next: [] }),
  });
  expect(toolsOf([strange])).toEqual([]);
});

async function connected(perform: Perform = async () => outcomeOf(null)) {
  const [here, there] = InMemoryTransport.createLinkedPair();
  const performed: unknown[] = [];
  const defects: unknown[] = [];
  const connection = await connectMcpServer(
    {
      operations: OPERATIONS,
      version: '1.2.3',
      perform: async (asked, call) => {
        performed.push({ name: asked.name, input: call.input });
        return await perform(asked, call);
      },
      forbidden: () => undefined,
      recordDefect: (error) => void defects.push(error),
    },
    there,
  );
  const client = new Client({ name: 'a test', version: '1' });
  await client.connect(here);
  const received: JSONRPCMessage[] = [];
  const deliver = here.onmessage;
  here.onmessage = (message, extra) => {
    received.push(message);
    deliver?.(message, extra);
  };
  return { client, connection, here, received, performed, defects };
}

function outcomeOf(data: unknown): Outcome<unknown> {
  return { decision: 'done', code: 'ok', message: 'Here it is.', data, next: [] };
}
