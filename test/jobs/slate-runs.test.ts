import { expect, test } from 'vitest';
import { readAudit } from '#src/coordination/audit/read-audit.ts';
import { SLATE_RUNS } from '#src/jobs/slate-runs.ts';
import { gitHistory } from '#src/platform/embedded/git-history.ts';
import { aServingTarget, serves } from '../coordination/deploys/a-serving-target.ts';
import { temporaryWarehouse } from '../pipeline/pipeline-stores.ts';
import { aRepository } from '../platform/embedded/a-repository.ts';
import { aNight, aPlayerToPredict, type NightOptions, scheduleGames } from './a-night.ts';

const SEVEN_PM = { '2026-02-05': '2026-02-06T00:00:00Z' };
/** The last call is at 11 AM, 16:00 UTC. */
const HALF_PAST_NOON = { '2026-02-05': '2026-02-05T17:30:00Z' };

async function aDay(tipoffs: Readonly<Record<string, string>>, options: Partial<NightOptions> = {}) {
  const warehouse = await temporaryWarehouse();
  await scheduleGames(warehouse, tipoffs);
  await aPlayerToPredict(warehouse);
  const night = aNight({ jobs: SLATE_RUNS, warehouse, ...options });
  await night.tickAt('2026-02-05T06:00:00Z');
  return night;
}

test('a day has an early, a morning, a final and a last run', async () => {
  const day = await aDay(SEVEN_PM);
  await day.passFrom('2026-02-05T06:00:00Z', '2026-02-06T04:45:00Z', 15);
  expect(await day.runs()).toEqual([
    'FIRST 02-05T07:30',
    'FIRST 02-05T13:00',
    'FINAL_RETRY 02-05T18:00',
    'LAST_CALL 02-05T21:00',
  ]);
  expect(await day.batches()).toBe(1);
});

test('the hourly retry runs while the data of players is too poor', async () => {
  const day = await aDay(SEVEN_PM, { skipped: { quality_too_low: 3 } });
  await day.passFrom('2026-02-05T13:00:00Z', '2026-02-05T17:45:00Z', 15);
  expect(await day.runs()).toEqual([
    'FIRST 02-05T13:00',
    'RETRY 02-05T14:00',
    'RETRY 02-05T15:00',
    'RETRY 02-05T16:00',
    'RETRY 02-05T17:00',
  ]);
});

test('the last call is 90 minutes before an early tip-off, and no run follows it', async () => {
  const day = await aDay(HALF_PAST_NOON, { skipped: { quality_too_low: 3 } });
  await day.passFrom('2026-02-05T15:00:00Z', '2026-02-05T21:00:00Z', 15);
  expect((await day.runs()).slice(1)).toEqual(['LAST_CALL 02-05T16:00']);
});

/** A worker that serves code of yesterday, while main has gone on. */
function aStaleWorker() {
  const repository = aRepository();
  const old = repository.commit('Start', { run: '1' }, { at: '2026-02-04T10:00:00Z' });
  repository.commit('Fix', { run: '2' }, { at: '2026-02-04T12:00:00Z' });
  const serviceMap = new Map([['worker', { predicts: true }]]);
  return { serviceMap, history: gitHistory(repository.folder), target: aServingTarget({ worker: serves(old) }) };
}

test('while the worker is stale, the early runs wait for a deploy and the runs of the afternoon do not', async () => {
  const day = await aDay(SEVEN_PM, { overrides: aStaleWorker() });
  await day.passFrom('2026-02-05T06:00:00Z', '2026-02-06T04:45:00Z', 30);
  expect(await day.runs()).toEqual(['FINAL_RETRY 02-05T18:00', 'LAST_CALL 02-05T21:00']);
  const records = await readAudit(day.store, { subject: { kind: 'slate', id: '2026-02-05' }, limit: 10 });
  expect(records.map(({ action }) => action)).toContain('batch.drift_check_skipped');
});

test('a stale worker does not delay the last call before an early tip-off', async () => {
  const day = await aDay(HALF_PAST_NOON, { overrides: aStaleWorker() });
  await day.passFrom('2026-02-05T06:00:00Z', '2026-02-05T21:00:00Z', 30);
  expect(await day.runs()).toEqual(['LAST_CALL 02-05T16:00']);
});

test('a day without games has no run', async () => {
  const day = await aDay({ '2026-02-06': '2026-02-07T00:00:00Z' });
  await day.passFrom('2026-02-05T07:00:00Z', '2026-02-05T22:00:00Z', 30);
  expect(await day.runs()).toEqual([]);
});

test('two instances that are alive run each batch once', async () => {
  const day = await aDay(SEVEN_PM, { instances: 2 });
  await day.passFrom('2026-02-05T06:00:00Z', '2026-02-05T22:00:00Z', 30);
  expect(await day.runs()).toHaveLength(4);
});

test('after a night asleep, the newest missed run is caught up by one batch', async () => {
  const day = await aDay(SEVEN_PM);
  await day.tickAt('2026-02-05T15:05:00Z');
  await day.tickAt('2026-02-05T15:06:00Z');
  expect(await day.runs()).toHaveLength(1);
});

test.each([
  ['ahead', '2026-02-06T18:00:10Z'],
  ['back', '2026-02-04T18:00:10Z'],
])('a clock that jumps a day %s and returns runs each batch of the day at most once', async (_title, jumped) => {
  const day = await aDay({ ...SEVEN_PM, '2026-02-06': '2026-02-07T00:00:00Z' });
  await day.passFrom('2026-02-05T06:30:00Z', '2026-02-05T17:30:00Z', 30);
  await day.tickAt(jumped);
  await day.tickAt('2026-02-05T17:45:00Z');
  await day.passFrom('2026-02-05T18:00:00Z', '2026-02-05T22:00:00Z', 30);
  const ofTheDay = (await day.runs()).filter((batch) => batch.includes(' 02-05'));
  expect(new Set(ofTheDay).size).toBe(ofTheDay.length);
  expect(ofTheDay.filter((batch) => batch.startsWith('LAST_CALL'))).toEqual(['LAST_CALL 02-05T21:00']);
});
