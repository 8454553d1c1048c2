import { once } from 'node:events';
import { mkdtempDisposable } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { createApp } from '#src/app.ts';
import { answerProbe } from '#src/bot/http/answer-probe.ts';
import { systemAuditContext } from '#src/coordination/audit/audit-context.ts';
import { AUDIT_RECORDS } from '#src/coordination/audit/audit-record.ts';
import { personAt } from '#src/coordination/identity/actor.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { createToken } from '#src/coordination/tokens/create-token.ts';
import type { App } from '#src/operations/app.ts';
import { PROCESS_PARTS } from '#src/platform/process-part.ts';
import { clockWatch } from '#src/workers/clock-watch.ts';
import { silentLog } from '../../pipeline/pipeline-stores.ts';
import { runNamed } from '../run-named.ts';

const DAY_MS = 86_400_000;
const ANN = personAt('cli', { name: 'ann' });

test('a day ahead is said in the channel and in /ready, and `clock repair` ends it', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-'));
  const { app, close } = createApp({ platform: 'embedded', dataFolder: folder.path }, { log: silentLog });
  const watch = clockWatch(app);
  const posts = async () =>
    (await app.store.query({ collection: POSTS }, {})).map(({ data }) => JSON.parse(data.wanted));
  await watch.tick();
  expect(await posts()).toEqual([]);

  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + DAY_MS });
  const token = { token_id: 't', secret_hash: 'h', session_id: 's', name: 'claude', acts_for: 'ann' } as const;
  const context = systemAuditContext(app.audit, 'test');
  await createToken(app.store, { ...token, scope: 'write', to_confirm: [], createdBy: 'ann', forMs: 60_000 }, context);
  vi.useRealTimers();

  await watch.tick();
  await watch.tick();
  expect(await posts()).toMatchObject([{ type: 'clock-alert', state: 'ahead' }]);
  expect(await readiness(app)).toMatchObject({ status: 503, detail: expect.stringContaining('tipoff clock repair') });

  const repair = () => runNamed(app, { name: 'clock repair', given: {}, actor: ANN, request: 'r' });
  expect(await repair()).toMatchObject({ decision: 'done', code: 'ok' });
  expect(await posts()).toMatchObject([{ type: 'clock-alert', state: 'right' }]);
  expect(await repair()).toMatchObject({ decision: 'done', code: 'clock_right', data: { documents: 0 } });
  const records = await app.store.query({ collection: AUDIT_RECORDS }, {});
  expect(records.map(({ data }) => data.action)).toEqual(['token.created', 'clock.repaired']);
  expect(Date.parse(await app.store.now())).toBeLessThan(Date.now() + 1_000);
  await close();
});

/** What `/ready` answers to a caller with the token. */
async function readiness(app: App): Promise<unknown> {
  const probe = {
    probe: '/ready',
    caller: 'known',
    instance: 'i',
    role: 'all',
    parts: PROCESS_PARTS,
    app: { ...app, models: () => [] },
  } as const;
  const server = createServer((_request, response) => void answerProbe(probe, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const reply = await fetch(`http://127.0.0.1:${port}/ready`);
  const body = await reply.json();
  server.close();
  return body;
}
