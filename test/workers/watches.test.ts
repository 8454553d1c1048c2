import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { createApp } from '#src/app.ts';
import { sessionRef } from '#src/coordination/sessions/session.ts';
import { startSession } from '#src/coordination/sessions/start-session.ts';
import { startWatches } from '#src/workers/watches.ts';
import { aTrail } from '../coordination/audit/a-chain.ts';
import { aClockedStore } from '../coordination/sessions/a-store.ts';
import { silentLog } from '../pipeline/pipeline-stores.ts';

it('the watches of an app run without any Slack', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-'));
  const { store, pass } = aClockedStore();
  const config = { platform: 'embedded', dataFolder: folder.path } as const;
  const { app, close } = createApp(config, { store, log: silentLog });
  const session = { sessionId: 'session_7', name: 'claude-7', actsFor: 'ann', forMs: 1_000 };
  await startSession(app, session, aTrail());
  pass(2_000);

  const watches = startWatches(app);
  await vi.waitFor(async () => expect((await store.get(sessionRef('session_7')))?.data.noted).toBe('dead'), 10_000);

  await watches.stop();
  await close();
});
