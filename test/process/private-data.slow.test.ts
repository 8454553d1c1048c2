import { chmod, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { runTipoff, startTipoff } from '../bot/tipoff.ts';

const AGENT_TOKEN = `tipoff_0123456789ab_${'A'.repeat(43)}`;
const Server = z.object({ port: z.number(), pid: z.number(), instance: z.string() });

let data = '';

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'tipoff-private-'));
  const folder = data;
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

test('a program that binds the port of a killed server receives nothing, and cannot answer for it', async () => {
  const { port, instance } = await killedServer();
  const received: string[] = [];
  const impostor = createServer((request, response) => {
    received.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    const outcome = { decision: 'done', code: 'ok', message: 'You hold the lock', data: {}, next: [] };
    response.end(JSON.stringify(request.url === '/health' ? { instance } : { outcome }));
  }).listen(port, '127.0.0.1');
  onTestFinished(() => void impostor.close());
  const asAgent = await tipoff(['deploy', 'claim', 'worker', '--reason', 'a test'], { TIPOFF_TOKEN: AGENT_TOKEN });
  expect(asAgent).toMatchObject({ code: 1, err: expect.stringContaining('This token is unknown.') });
  expect(await tipoff(['mcp'], { TIPOFF_TOKEN: AGENT_TOKEN })).toMatchObject({ code: 0 });
  expect(await tipoff(['deploy', 'status'])).toMatchObject({
    out: expect.stringContaining('All deploy locks are free'),
  });
  expect(received).toEqual([]);
});

test('with any umask, a new data folder and all of its files are for their owner only', async () => {
  const before = process.umask(0);
  onTestFinished(() => void process.umask(before));
  await chmod(data, 0o777);
  const server = startTipoff(environment(), ['serve']);
  await server.said('Serving');
  expect(await tipoff(['deploy', 'claim', 'worker', '--reason', 'a test'])).toMatchObject({ code: 0 });
  const names = await readdir(data, { recursive: true });
  expect(names).toEqual(expect.arrayContaining(['server.json', 'tipoff.sock', 'tipoff.sqlite', 'warehouse.duckdb']));
  for (const path of [data, ...names.map((name) => join(data, name))]) {
    const found = await stat(path);
    expect([path, found.mode & 0o777]).toEqual([path, found.isDirectory() ? 0o700 : 0o600]);
  }
  server.kill('SIGTERM');
  await server.ended;
});

test.each(['', ' \n'])('a blank TIPOFF_TOKEN %j is an error of every command that acts', async (blank) => {
  for (const argv of [['deploy', 'status'], ['models', 'list'], ['mcp'], ['doctor'], ['serve']]) {
    expect(await tipoff(argv, { TIPOFF_TOKEN: blank })).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('The environment variable TIPOFF_TOKEN is set but blank'),
    });
  }
  expect(await tipoff(['guard', 'gcloud run deploy worker'], { TIPOFF_TOKEN: blank })).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^tipoff guard refused this\. The environment variable TIPOFF_TOKEN is set but blank/),
  });
});

test.each([`/tmp/${'x'.repeat(300)}`, `/tmp${'/x'.repeat(2_500)}`])(
  'an over-long TIPOFF_DATA is refused in one sentence',
  async (path) => {
    for (const argv of [['batch', 'list'], ['doctor'], ['mcp'], ['token', 'list']]) {
      const { code, out, err } = await tipoff(argv, { TIPOFF_DATA: path });
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toMatch(/Set the environment variable TIPOFF_DATA to a folder with a shorter path\.\n$/);
      expect(err.length).toBeLessThan(300);
    }
  },
);

test('a data folder that another process holds without answering can be tried again: exit code 3', async () => {
  const server = startTipoff(environment(), ['serve']);
  await server.said('Serving');
  await rm(join(data, 'server.json'));
  expect(await tipoff(['batch', 'list'])).toMatchObject({
    code: 3,
    err: expect.stringContaining('which does not answer'),
  });
  server.kill('SIGTERM');
  await server.ended;
});

async function killedServer() {
  const server = startTipoff(environment(), ['serve']);
  await server.said('Serving');
  const left = Server.parse(JSON.parse(await readFile(join(data, 'server.json'), 'utf8')));
  process.kill(left.pid, 'SIGKILL');
  await server.ended;
  return left;
}

function tipoff(argv: readonly string[], more: Readonly<Record<string, string>> = {}) {
  return runTipoff({ ...environment(), ...more }, argv);
}

function environment() {
  return { ...process.env, TIPOFF_DATA: data };
}
