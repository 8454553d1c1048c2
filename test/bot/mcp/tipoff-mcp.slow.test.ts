import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { eventually } from '#test/eventually.ts';
import { answerOf, aServedFolder, type ServedFolder } from './a-served-folder.ts';

const LIST = ['batch_status', { action: 'list' }] as const;
const Sessions = z.object({ sessions: z.array(z.object({ liveness: z.string() })) });
const Answered = z.object({
  jsonrpc: z.literal('2.0'),
  id: z.number(),
  result: z.object({ structuredContent: z.looseObject({ code: z.string() }).optional() }),
});

let folder: ServedFolder;

beforeEach(async () => {
  folder = await aServedFolder(environment());
});
afterEach(() => folder.remove());

describe('tipoff mcp', () => {
  test('says that no process serves the folder, and works as soon as one does, also after a restart', async () => {
    const client = await folder.overStdio();
    const away = await answerOf(client, ...LIST);
    expect(away).toMatchObject({
      code: 'not_served',
      isError: true,
      message: expect.stringContaining('`serve` (for a person)'),
    });
    for (const _ of ['the first', 'the second']) {
      await folder.serve();
      expect(await answerOf(client, ...LIST)).toMatchObject({ decision: 'done', code: 'none', isError: false });
      await folder.stopServing();
    }
  });

  test('has a live session while it runs, which ends when its stdin does', async () => {
    await folder.serve();
    const client = await folder.overStdio(await folder.token('claude-7'));
    expect(await answerOf(client, 'sessions', { action: 'holds' })).toMatchObject({ decision: 'done' });
    expect(await sessions()).toEqual([{ liveness: 'live' }]);
    await client.close();
    await eventually(async () => expect(await sessions()).toEqual([]));
  });

  test('writes nothing but the protocol to stdout, and exits with 0 when stdin ends', async () => {
    const { lines, code } = await piped([{ id: 2, ...call('batch_status', { action: 'list' }) }], 'tipoff_none');
    expect(code).toBe(0);
    expect(lines.map(({ id }) => id)).toEqual([1, 2]);
  });

  test('answers every call that arrived before stdin ended', async () => {
    await folder.serve();
    const claim = call('deploy_claim', { service: 'bot', reason: 'eof test' });
    const { lines, code } = await piped([
      { id: 2, ...claim },
      { id: 3, ...call('deploy_status', {}) },
    ]);
    expect(code).toBe(0);
    expect(lines.map(({ id }) => id).toSorted()).toEqual([1, 2, 3]);
    expect(lines.find(({ id }) => id === 2)).toMatchObject({ result: { structuredContent: { decision: 'done' } } });
  });

  test('reads null as an absent argument', async () => {
    await folder.serve();
    const { lines } = await piped([
      { id: 2, ...call('deploy_status', { service: null, detail: null }) },
      { id: 3, ...call('predictions', { action: 'slate', date: '2026-02-05', name: null }) },
      { id: 4, ...call('deploy_claim', { service: 'worker', reason: 'abc', for: null, without_lock: null }) },
    ]);
    const codes = lines
      .toSorted((a, b) => a.id - b.id)
      .slice(1)
      .map(({ result }) => result.structuredContent?.code);
    expect(codes).toEqual(['ok', 'empty', 'ok']);
  });

  test('has the permissions of its token', async () => {
    await folder.serve();
    const made = z
      .object({ token: z.string(), token_id: z.string() })
      .parse(await folder.tipoff('token', 'create', '--session', 'reader', '--for', '@ann', '--scope', 'read'));
    const client = await folder.overStdio(made.token);
    expect(await answerOf(client, ...LIST)).toMatchObject({ decision: 'done' });
    const claim = ['deploy_claim', { service: 'worker', reason: 'try it' }] as const;
    expect(await answerOf(client, ...claim)).toMatchObject({ code: 'read_only_token', isError: true });
    await folder.tipoff('token', 'revoke', made.token_id);
    expect(await answerOf(client, ...LIST)).toMatchObject({ code: 'token_revoked', isError: true });
  });
});

describe('/mcp', () => {
  test('answers a real client, as the session of its token', async () => {
    await folder.serve();
    const client = await folder.overHttp(await folder.token('claude-8'));
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain('deploy_claim');
    const claimed = await answerOf(client, 'deploy_claim', { service: 'worker', reason: 'try it over HTTP' });
    expect(claimed).toMatchObject({ decision: 'done', data: { token: 1 } });
    expect(await folder.tipoff('deploy', 'status', 'worker')).toMatchObject({
      locks: [{ by: 'claude-8 for @ann', state: 'held' }],
    });
  });

  test('refuses a client without a token', async () => {
    await folder.serve();
    await expect(folder.overHttp('tipoff_none')).rejects.toThrow('401');
  });
});

function call(name: string, given: Readonly<Record<string, unknown>>) {
  return { method: 'tools/call', params: { name, arguments: given } };
}

/** Sends all messages at once and ends stdin, as `tipoff mcp < file` does. */
async function piped(messages: readonly object[], token?: string) {
  const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'a test', version: '1' } };
  const own = { ...environment(), TIPOFF_DATA: folder.path };
  const child = spawn(process.execPath, [join(process.cwd(), 'tipoff.js'), 'mcp'], {
    env: token === undefined ? own : { ...own, TIPOFF_TOKEN: token },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const all = [{ id: 1, method: 'initialize', params }, { method: 'notifications/initialized' }, ...messages];
  child.stdin.end(all.map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`).join(''));
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  const lines = said
    .trim()
    .split('\n')
    .map((line) => Answered.parse(JSON.parse(line)));
  return { lines, code };
}

async function sessions() {
  return Sessions.parse(await folder.tipoff('session', 'list')).sessions;
}

function environment(): Readonly<Record<string, string>> {
  return z.record(z.string(), z.string()).parse({ ...process.env });
}
