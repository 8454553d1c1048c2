import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createApp } from '#src/app.ts';
import { openHttpServer } from '#src/bot/http/open-server.ts';
import { answerMcp } from '#src/bot/mcp/answer-mcp.ts';
import { personAt } from '#src/coordination/identity/actor.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import type { Bench, Measure } from './measure.ts';
import { timed } from './measure.ts';

const LAUNCHER = new URL('../tipoff.js', import.meta.url).pathname;
const TOKEN = 'a-token-of-thirty-two-characters';
const CALLS = 300;
const GUARDED = 15;
/** The guard runs before every command of a shell or an agent. */
const LIMIT_GUARD_SECONDS = 0.15;

export const bench: Bench = {
  name: 'transports',
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'tipoff-bench-'));
    const { app, close } = createApp({ platform: 'embedded', dataFolder: folder });
    const shared = { app, operations: OPERATIONS, version: '1' };
    const server = await openHttpServer({
      ...shared,
      person: personAt('cli', { name: 'ann' }),
      token: TOKEN,
      authenticate: async () => ({ type: 'refused', because: 'unknown' }),
      mounts: { '/mcp': (exchange) => answerMcp(shared, exchange) },
      instance: 'bench',
    });
    const call = { name: 'deploy_status', arguments: {} };
    const measures = [
      ...(await roundTrips('HTTP operation', `http://127.0.0.1:${server.port}/api/deploy/status`, {})),
      ...(await roundTrips('MCP tool', `http://127.0.0.1:${server.port}/mcp`, {
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/call',
        params: call,
      })),
      await guardTime(),
    ];
    await server.close();
    await close();
    await rm(folder, { recursive: true });
    return measures;
  },
};

async function roundTrips(name: string, url: string, body: object): Promise<readonly Measure[]> {
  const request = {
    method: 'POST',
    body: JSON.stringify(body),
    headers: {
      authorization: `Bearer ${TOKEN}`,
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
    },
  };
  const seconds = await repeated(CALLS, async () => {
    const response = await fetch(url, request);
    if (response.status !== 200) throw new Error(`${name} returned ${response.status}: ${await response.text()}`);
    await response.arrayBuffer();
  });
  return [
    { name: `${name}, p50`, value: quantile(seconds, 0.5), unit: 's' },
    { name: `${name}, p99`, value: quantile(seconds, 0.99), unit: 's' },
  ];
}

async function guardTime(): Promise<Measure> {
  const seconds = await repeated(GUARDED, async () => {
    await promisify(execFile)(process.execPath, [LAUNCHER, 'guard', '--', 'npm', 'test']);
  });
  const value = quantile(seconds, 0.5);
  return { name: 'guard a command that does not deploy, p50', value, unit: 's', limit: LIMIT_GUARD_SECONDS };
}

async function repeated(times: number, work: () => Promise<void>): Promise<readonly number[]> {
  const seconds: number[] = [];
  for (let count = 0; count < times; count += 1) seconds.push((await timed(work)).seconds);
  return seconds.toSorted((a, b) => a - b);
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
}
