import { expect, test } from 'vitest';
import { createApp } from '#src/app.ts';
import { personAt } from '#src/coordination/identity/actor.ts';
import type { App } from '#src/operations/app.ts';
import { doctor } from '#src/operations/doctor/doctor.ts';
import { stepCommand } from '#src/operations/kit/step-command.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { DiskFull } from '#src/platform/disk-full.ts';
import type { Examination, Finding, Repaired, StoreFiles } from '#src/platform/store-files.ts';

const LOG: Finding = {
  file: 'warehouse.duckdb.wal',
  level: 'problem',
  message: 'The log of the warehouse is damaged.',
  aside: ['warehouse.duckdb.wal'],
  outlook: { kept: { 'nba.predictions': 1_200 }, lost: {}, sentence: 'Changes after the last checkpoint are lost.' },
};
const HEALTHY: Examination = {
  folder: '/data',
  heldBy: null,
  findings: [],
  documents: { batches: 2 },
  rows: { 'nba.predictions': 1_200 },
};
const never = () => Promise.reject(new Error('not asked for'));

function storeFiles(examination: Examination, moved: Repaired['moved'] = []): StoreFiles {
  return {
    backup: never,
    restore: never,
    examine: () => Promise.resolve(moved.length === 0 ? examination : HEALTHY),
    repair: () => Promise.resolve({ examination, moved }),
    finishedMoves: () => Promise.resolve([]),
    forgetFinishedMoves: never,
  };
}

async function examineAs(files: StoreFiles, input: { repair: boolean }, overrides: Partial<App> = {}) {
  const { app } = createApp({ platform: 'embedded', dataFolder: 'nowhere' }, { storeFiles: files, ...overrides });
  const actor = personAt('cli', { name: 'ann' });
  return await doctor.run(app, { input, actor, request: 'r1', progress: () => undefined });
}

test('healthy data is done, with what it holds', async () => {
  expect(await examineAs(storeFiles(HEALTHY), { repair: false })).toMatchObject({
    decision: 'done',
    code: 'ok',
    message: 'The data in /data is healthy: 2 documents and 1,200 rows.',
  });
});

test('where everything is in the cloud, nothing is said about the folder', async () => {
  const services = [{ service: 'BigQuery', level: 'note' as const, message: 'BigQuery has all tables.' }];
  const files = storeFiles({ ...HEALTHY, documents: {}, rows: {} });
  const { message } = await examineAs(files, { repair: false }, { examineServices: async () => services });
  expect(message).toBe('Found no problem in the cloud services.\n- BigQuery: BigQuery has all tables.');
});

test('a problem is refused, with what a repair moves, keeps and loses, and the command that does it', async () => {
  const { next, ...outcome } = await examineAs(storeFiles({ ...HEALTHY, findings: [LOG] }), { repair: false });
  expect(outcome).toMatchObject({ decision: 'refused', code: 'problems_found' });
  expect(outcome.message).toBe(
    [
      'Found 1 problem in /data. Nothing was changed.',
      '- warehouse.duckdb.wal: The log of the warehouse is damaged.',
      '  A repair moves aside: warehouse.duckdb.wal.',
      '  Changes after the last checkpoint are lost.',
      '  Kept: nba.predictions 1,200.',
    ].join('\n'),
  );
  expect(next.map((step) => stepCommand(step, OPERATIONS))).toEqual(['tipoff doctor --repair']);
});

test('a fault of the queue in the cloud is a problem, and an unknown setting is not', async () => {
  const unknown = { level: 'unknown', message: 'The rights are unknown.', fix: null } as const;
  const wrong = { level: 'wrong', message: 'The subscription is missing.', fix: 'gcloud pubsub …' } as const;
  const withQueue = (found: Awaited<ReturnType<App['checkQueue']>>) =>
    examineAs(storeFiles(HEALTHY), { repair: false }, { checkQueue: async () => found });
  expect(await withQueue([])).toMatchObject({
    decision: 'done',
    message: expect.stringContaining('- Pub/Sub: The topics, subscriptions and rights are as they must be.'),
  });
  expect(await withQueue([unknown])).toMatchObject({ decision: 'done' });
  expect(await withQueue([unknown, wrong])).toMatchObject({
    code: 'problems_found',
    message: expect.stringContaining('- Pub/Sub: The subscription is missing. To correct it: `gcloud pubsub …`'),
  });
});

test('a fault of a cloud service is a problem, which no repair solves', async () => {
  const examineServices = async () => [
    { service: 'Firestore', level: 'note', message: 'The database has all indexes.' } as const,
    { service: 'BigQuery', level: 'problem', message: 'Table nba_raw.players is missing.' } as const,
  ];
  const { message, ...outcome } = await examineAs(storeFiles(HEALTHY), { repair: false }, { examineServices });
  expect(outcome).toMatchObject({ decision: 'refused', code: 'problems_found', next: [] });
  expect(message).toBe(
    [
      'Found 1 problem in /data and the cloud services. Nothing was changed.',
      '- Firestore: The database has all indexes.',
      '- BigQuery: Table nba_raw.players is missing.',
    ].join('\n'),
  );
});

test('data with notes alone is healthy', async () => {
  const note: Finding = { ...LOG, level: 'note', aside: [], outlook: null };
  expect(await examineAs(storeFiles({ ...HEALTHY, findings: [note] }), { repair: false })).toMatchObject({
    decision: 'done',
  });
});

test('a repair says where each file is', async () => {
  const moved = [{ from: 'warehouse.duckdb.wal', to: 'replaced/monday/warehouse.duckdb.wal' }];
  const outcome = await examineAs(storeFiles({ ...HEALTHY, findings: [LOG] }, moved), { repair: true });
  expect(outcome).toMatchObject({ decision: 'done', code: 'repaired' });
  expect(outcome.message).toContain('Moved warehouse.duckdb.wal to replaced/monday/warehouse.duckdb.wal.');
});

test('what a repair cannot solve is refused', async () => {
  const newer: Finding = { ...LOG, aside: [], outlook: null, message: 'A newer version of Tipoff wrote it.' };
  expect(await examineAs(storeFiles({ ...HEALTHY, findings: [newer] }), { repair: true })).toMatchObject({
    decision: 'refused',
    code: 'not_repaired',
  });
});

test('an outage during the examination is not reported as a failed examination', async () => {
  const full = () => Promise.reject(new DiskFull('the data folder /data', undefined));
  await expect(examineAs({ ...storeFiles(HEALTHY), examine: full }, { repair: false })).rejects.toThrow(DiskFull);
  await expect(examineAs({ ...storeFiles(HEALTHY), repair: full }, { repair: true })).rejects.toThrow(DiskFull);
});

test('it opens no store, and only the command line of this machine may call it', () => {
  expect(doctor).toMatchObject({ opens: 'nothing', reach: 'local' });
});
