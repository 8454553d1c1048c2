import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { createApp } from '#src/app.ts';
import { openHttpServer } from '#src/bot/http/open-server.ts';
import type { App } from '#src/operations/app.ts';
import { readLimit } from '#src/operations/kit/read-limit.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { ANN } from '../../coordination/identity/actors.ts';
import { silentLog } from '../../pipeline/pipeline-stores.ts';
import { aLockHolder } from '../../platform/embedded/a-lock-holder.ts';

const TOKEN = 'a-token-of-thirty-two-characters';
/** Of the five seconds for which the calls wait. The event loop is free when a reply takes less, also on a loaded machine. */
const AT_ONCE_MS = 4_000;
const ASK_EVERY_MS = 20;
const CLAIM = { service: 'worker', reason: 'Deploy it.' };

/** A server with the stores of a new data folder. */
async function aServer(overrides: Partial<App> = {}) {
  const folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-'));
  const platform = { platform: 'embedded', dataFolder: folder.path } as const;
  const { app, close } = createApp(platform, { log: silentLog, ...overrides });
  const settings = { person: ANN, token: TOKEN, mounts: {}, version: '1.2.3', instance: 'this one' };
  const authenticate = () => Promise.resolve({ type: 'refused', because: 'unknown' } as const);
  const server = await openHttpServer({ app, operations: OPERATIONS, authenticate, ...settings });
  onTestFinished(async () => {
    await server.close();
    await close();
    await folder[Symbol.asyncDispose]();
  });
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  const at = (path: string) => `http://127.0.0.1:${server.port}${path}`;
  const call = (path: string, input: object) =>
    fetch(at(path), { method: 'POST', headers, body: JSON.stringify(input) });
  return { file: join(folder.path, 'tipoff.sqlite'), call, health: () => fetch(at('/health'), { headers }) };
}

test('/health answers at once while another program locks the store, and a waiting call says which program', async () => {
  const { file, call, health } = await aServer();
  expect((await call('/api/deploy/claim', { ...CLAIM, service: 'features' })).status).toBe(200);
  const holder = await aLockHolder(file, 'writers only');

  const claims = Array.from({ length: 20 }, () => call('/api/deploy/claim', CLAIM));
  let [slowestMs, answers] = [0, 0];
  const answered = Promise.all(claims).then(() => 'answered' as const);
  while ((await Promise.race([answered, pause(ASK_EVERY_MS)])) !== 'answered') {
    const askedAt = performance.now();
    expect((await health()).status).toBe(200);
    slowestMs = Math.max(slowestMs, performance.now() - askedAt);
    answers += 1;
  }
  expect(answers).toBeGreaterThan(5);
  expect(slowestMs).toBeLessThan(AT_ONCE_MS);
  for (const claim of await Promise.all(claims)) {
    expect({ status: claim.status, ...z.looseObject({}).parse(await claim.json()) }).toMatchObject({
      status: 409,
      code: 'store_unreachable',
      detail: expect.stringMatching(/ is locked by /),
    });
  }

  holder.kill('SIGKILL');
  expect((await call('/api/deploy/claim', CLAIM)).status).toBe(200);
});

test('a large read that finds too many others is refused as busy, with the time of the next attempt', async () => {
  const gate = Promise.withResolvers<never[]>();
  const { warehouse } = createApp({ platform: 'embedded', dataFolder: '' }).app;
  const { call } = await aServer({
    warehouse: { ...warehouse, query: () => gate.promise },
    largeReads: readLimit({ atOnce: 1, mostWaiting: 1 }),
  });
  const readSlate = () => call('/api/predict/slate', { date: '2026-02-05' });
  const first = [readSlate(), readSlate(), readSlate()];

  const refused = await Promise.race(first);
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('2');
  expect(await refused.json()).toMatchObject({ code: 'busy', title: 'Busy' });
  gate.resolve([]);
  const rest = await Promise.all(first);
  expect(rest.filter(({ status }) => status === 503)).toHaveLength(1);
});
