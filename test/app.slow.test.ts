import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp } from '#src/app.ts';
import { type Config, readConfig } from '#src/config/config.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import { readSlate } from '#src/pipeline/results/read-slate.ts';
import { sampleLeague } from '#src/pipeline/sample/sample-league.ts';
import { startLoopbackBigquery } from '#test/emulators/bigquery/loopback-bigquery.ts';
import { ANN } from './coordination/identity/actors.ts';
import type { Emulator } from './emulators/emulator.ts';
import { startFirestoreEmulator } from './emulators/firestore-emulator.ts';
import { startPubsubEmulator } from './emulators/pubsub-emulator.ts';

const GAME_DATE = '2026-02-05';
const LEAGUE = { seed: 'test', today: GAME_DATE, teams: 10, playersPerTeam: 12, gamesPerTeam: 20 };

let firestore: Emulator | undefined;
let pubsub: Emulator | undefined;

beforeAll(async () => {
  [firestore, pubsub] = await Promise.all([startFirestoreEmulator(), startPubsubEmulator()]);
});

afterAll(async () => {
  await Promise.all([firestore?.stop(), pubsub?.stop()]);
});

test('a slate on Firestore, Pub/Sub and BigQuery has the same rows as on the embedded platform', async ({ skip }) => {
  if (firestore === undefined || pubsub === undefined) return skip();
  const embedded = await slateOf({});
  const bigquery = await startLoopbackBigquery();
  const cloud = await slateOf({
    PLATFORM: 'gcp',
    BIGQUERY_EMULATOR_HOST: new URL(bigquery.endpoint).host,
    GCP_PROJECT_ID: 'tipoff-test',
    FIRESTORE_EMULATOR_HOST: `${firestore.host}:${firestore.port}`,
    PUBSUB_EMULATOR_HOST: `${pubsub.host}:${pubsub.port}`,
  });
  expect(embedded.length).toBeGreaterThan(50);
  await bigquery.stop();
  expect(cloud).toEqual(embedded);
});

/** The rows of a batch for the sample league, without its id. */
async function slateOf(env: Readonly<Record<string, string>>) {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-'));
  const config: Config = readConfig({ ...env, TIPOFF_DATA: folder.path }, { working: '/', tipoff: '/' });
  const { app, close } = await openApp(config);
  await app.migrateWarehouse();
  await importFiles(app, { sources: sampleLeague(LEAGUE), origin: 'sample' });
  const start = OPERATIONS.find(({ name }) => name === 'batch start');
  const input = { date: GAME_DATE, mode: 'BACKFILL', wait: true };
  await start?.run(app, { input, actor: ANN, request: 'r1', progress: () => undefined });
  const rows = await readSlate(app.warehouse, { gameDate: GAME_DATE, headlineModel: 'catboost_v9' });
  await close();
  return rows.map(({ batch_id, ...row }) => ({ ...row, hasBatch: batch_id !== '' }));
}
