import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { answerOf, aServedFolder, type ServedFolder } from './a-served-folder.ts';

const LIST = ['batch_status', { action: 'list' }] as const;
const Sessions = z.object({ sessions: z.array(z.object({ liveness: z.string() })) });

let folder: ServedFolder;

beforeEach(async () => {
  folder = await aServedFolder(environment());
});
afterEach(() => folder.remove());

describe('tipoff mcp', () => {
  test('says that no process serves the folder, and works as soon as one does, also after a restart', async () => {
    const client = await folder.overStdio();
    const away = await answerOf(client, ...LIST);
    expect(away).toMatchObject({ code: 'not_served', isError: true, message: expect.stringContaining('tipoff serve') });
    for (const _ of ['the first', 'the second']) {
      await folder.serve();
      expect(await answerOf(client, ...LIST)).toMatchObject({ decision: 'done', code: 'none', isError: false });
      await folder.stopServing();
    }
  });

  test('has a live session while it runs, which ends when its stdin does', async () => {
    await folder.serve();
    const client = await folder.overStdio(await folder.token('claude-7'));
    expect(await answerOf(client, 'session', { action: 'holds' })).toMatchObject({ decision: 'done' });
    expect(await sessions()).toEqual([{ liveness: 'live' }]);
    await client.close();
    await vi.waitFor(async () => expect(await sessions()).toEqual([]), 5_000);
  });

  test('writes nothing but the protocol to stdout', async () => {
    const env = { ...environment(), TIPOFF_DATA: folder.path, TIPOFF_TOKEN: 'tipoff_none' };
    const child = spawn(process.execPath, [join(process.cwd(), 'tipoff.js'), 'mcp'], {
      env,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += String(chunk);
    });
    const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'a test', version: '1' } };
    const call = { name: 'batch_status', arguments: { action: 'list' } };
    for (const message of [
      { id: 1, method: 'initialize', params },
      { method: 'notifications/initialized' },
      { id: 2, method: 'tools/call', params: call },
    ]) {
      child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
    }
    await vi.waitFor(() => expect(said).toContain('"id":2'), 10_000);
    child.stdin.end();
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    for (const line of said.trim().split('\n')) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
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

async function sessions() {
  return Sessions.parse(await folder.tipoff('session', 'list')).sessions;
}

function environment(): Readonly<Record<string, string>> {
  return z.record(z.string(), z.string()).parse({ ...process.env });
}
