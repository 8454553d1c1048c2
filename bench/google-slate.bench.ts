import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '#src/app.ts';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import { firestoreDocumentStore } from '#src/platform/google/firestore-document-store.ts';
import { pubsubQueue } from '#src/platform/google/pubsub-queue.ts';
import type { Emulator } from '#test/emulators/emulator.ts';
import { startFirestoreEmulator } from '#test/emulators/firestore-emulator.ts';
import { startPubsubEmulator } from '#test/emulators/pubsub-emulator.ts';
import type { Bench, Measure } from './measure.ts';
import { timed } from './measure.ts';
import { runSlate } from './run-slate.ts';

const REAL_DATA = new URL('../../shared/data', import.meta.url).pathname;
const GAME_DATE = '2026-02-05';
const PROJECT = 'tipoff-bench';
const LIMIT_SECONDS = 15;

/** A real slate on Google's emulators of Firestore and Pub/Sub: the first run and a second run. */
export const bench: Bench = {
  name: 'google slate',
  async run() {
    if (!existsSync(REAL_DATA)) {
      process.stderr.write('google slate: skipped, because the real data is missing\n');
      return [];
    }
    const firestore = await startFirestoreEmulator();
    const pubsub = await startPubsubEmulator();
    try {
      return firestore === undefined || pubsub === undefined ? [] : await measure(firestore, pubsub);
    } finally {
      await firestore?.stop();
      await pubsub?.stop();
    }
  },
};

async function measure(firestore: Emulator, pubsub: Emulator): Promise<readonly Measure[]> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'tipoff-bench-'));
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const queue = { projectId: PROJECT, topic: 'requests', subscription: 'requests-worker', missing: 'create' } as const;
  const { app, close } = createApp(
    { platform: 'embedded', dataFolder },
    {
      store: firestoreDocumentStore({ projectId: PROJECT, emulator: firestore }),
      queue: pubsubQueue({ ...queue, log, emulator: pubsub }),
    },
  );
  try {
    await importFiles(app, { sources: await app.importFolder(REAL_DATA), origin: 'files' });
    const first = await timed(() => runSlate(app, GAME_DATE));
    const second = await timed(() => runSlate(app, GAME_DATE));
    return [
      { name: 'slate on the emulators, first run', value: first.seconds, unit: 's', limit: LIMIT_SECONDS },
      { name: 'slate on the emulators, second run', value: second.seconds, unit: 's', limit: LIMIT_SECONDS },
      { name: 'predictions in the table', value: second.result.row_count, unit: 'rows' },
    ];
  } finally {
    await close();
    await rm(dataFolder, { recursive: true });
  }
}
