import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createApp } from '#src/app.ts';
import type { App } from '#src/operations/app.ts';
import { readBatchReport } from '#src/pipeline/batch/batch-report.ts';
import { openSlate } from '#src/pipeline/batch/open-slate.ts';
import { readSlate } from '#src/pipeline/results/read-slate.ts';
import { firestoreDocumentStore } from '#src/platform/google/firestore-document-store.ts';
import { pubsubQueue } from '#src/platform/google/pubsub-queue.ts';
import { startFirestoreEmulator } from '#test/emulators/firestore-emulator.ts';
import { startPubsubEmulator } from '#test/emulators/pubsub-emulator.ts';
import { silentLog } from '../pipeline/pipeline-stores.ts';
import { importSmallLeague, LEAGUE_DATE } from './small-league.ts';

const firestore = await startFirestoreEmulator();
const pubsub = await startPubsubEmulator();

afterAll(async () => {
  await firestore?.stop();
  await pubsub?.stop();
});

/** Imports the small league, runs the slate, and answers with what the table and the batch say. */
async function runSlate(overrides: Partial<App>) {
  const dataFolder = await mkdtemp(join(tmpdir(), 'tipoff-google-'));
  const { app, close } = createApp({ platform: 'embedded', dataFolder }, overrides);
  await importSmallLeague(app);
  const opened = await openSlate(app, { gameDate: LEAGUE_DATE });
  if (opened.type !== 'started') throw new Error(opened.type);
  await app.runner.run(opened.batchId, () => undefined);
  const slate = await readSlate(app.warehouse, LEAGUE_DATE);
  const report = await readBatchReport(app.store, opened.batchId);
  await close();
  await rm(dataFolder, { recursive: true });
  return { rows: slate.map(({ batch_id: _batch, ...row }) => row), report };
}

it.skipIf(firestore === undefined || pubsub === undefined)(
  'the slate on Firestore and Pub/Sub has the rows of the embedded slate',
  async () => {
    if (firestore === undefined || pubsub === undefined) return;
    const embedded = await runSlate({});

    const google = await runSlate({
      store: firestoreDocumentStore({ projectId: 'tipoff-test', emulator: firestore }),
      queue: pubsubQueue({
        projectId: 'tipoff-test',
        topic: 'requests',
        subscription: 'requests-worker',
        missing: 'create',
        log: silentLog,
        emulator: pubsub,
      }),
    });

    expect(google.rows).toEqual(embedded.rows);
    const { expected, predicted, skipped, failed, missing, result } = embedded.report ?? {};
    expect(google.report).toMatchObject({ expected, predicted, skipped, failed, missing, result });
  },
);
