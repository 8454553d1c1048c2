import { expect, test } from 'vitest';
import { INCIDENTS } from '#src/coordination/incidents/incident.ts';
import { jobStateRef } from '#src/coordination/jobs/scheduled-job-state.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { ageOpenIncidents } from '#src/jobs/age-incidents.ts';
import { checkJobs } from '#src/jobs/check-jobs.ts';
import { checkPredictions } from '#src/jobs/check-predictions.ts';
import { SCHEDULE } from '#src/jobs/schedule.ts';
import { temporaryWarehouse } from '../pipeline/pipeline-stores.ts';
import { aNight, type Night, scheduleGames } from './a-night.ts';

async function incidentsOf({ store }: Night) {
  return (await store.query({ collection: INCIDENTS }, {})).map(({ data }) => data);
}

async function anEvening(overrides = {}) {
  const warehouse = await temporaryWarehouse();
  await scheduleGames(warehouse, { '2026-02-05': '2026-02-06T00:00:00Z' });
  return { warehouse, night: aNight({ jobs: [checkPredictions, ageOpenIncidents], warehouse, overrides }) };
}

test('games without predictions at 7 PM open an incident, also by the New York date at 04:30 UTC', async () => {
  const { night } = await anEvening({
    roles: {
      approvers: { type: 'listed', names: ['U1'] },
      takeover: { type: 'every-person' },
      forceCompleteApprovals: 1,
    },
  });
  await night.tickAt('2026-02-05T23:59:00Z');
  expect(await incidentsOf(night)).toEqual([]);
  await night.tickAt('2026-02-06T00:00:05Z');
  await night.tickAt('2026-02-06T04:30:05Z');
  expect(await incidentsOf(night)).toMatchObject([
    {
      key: 'predictions-of-tonight',
      state: 'open',
      title: 'The predictions of 2026-02-05 have a problem',
      detail: 'There are 1 games and no predictions.',
      mentions: ['U1'],
      reports: 2,
    },
  ]);
});

test('a date without games has no problem', async () => {
  const night = aNight({ jobs: [checkPredictions], warehouse: await temporaryWarehouse() });
  await night.tickAt('2026-02-05T23:59:00Z');
  await night.tickAt('2026-02-06T00:00:05Z');
  expect(await incidentsOf(night)).toEqual([]);
});

test('a job of the schedule that nobody starts opens an incident, which ends when the job runs', async () => {
  const warehouse = await temporaryWarehouse();
  const pings: string[] = [];
  const night = aNight({
    jobs: [checkJobs],
    warehouse,
    overrides: {
      jobs: [checkJobs, ...SCHEDULE.filter(({ name }) => name === 'grade-last-night')],
      pingHeartbeat: async () => void pings.push('ping'),
    },
  });
  await night.tickAt('2026-02-05T12:01:00Z');
  await night.tickAt('2026-02-05T12:15:05Z');
  expect(await incidentsOf(night)).toMatchObject([
    { key: 'missing-jobs', state: 'open', detail: 'The job grade-last-night has never been started.' },
  ]);
  const own = await night.store.get(jobStateRef('check-jobs'));
  if (own === undefined) throw new Error('the check has no state');
  await night.store.create(jobStateRef('grade-last-night'), { ...own.data, name: 'grade-last-night' });
  await night.tickAt('2026-02-05T12:30:05Z');
  expect(await incidentsOf(night)).toMatchObject([{ state: 'resolved', resolved_by: null }]);
  await night.passFrom('2026-02-05T12:45:05Z', '2026-02-05T18:00:05Z', 15);
  expect(await incidentsOf(night)).toMatchObject([
    { state: 'open', detail: 'The job grade-last-night was due at Feb 5, 11:30 AM ET and has not ended.' },
  ]);
  expect(pings).toHaveLength(24);
});

test('after a night asleep the check does not report the jobs that the night delayed', async () => {
  const grading = SCHEDULE.filter(({ name }) => name === 'grade-last-night');
  const night = aNight({ jobs: [checkJobs, ...grading], warehouse: await temporaryWarehouse() });
  await night.tickAt('2026-02-05T03:01:00Z');
  await night.tickAt('2026-02-05T03:15:00Z');
  await night.tickAt('2026-02-05T13:00:00Z');
  expect(await incidentsOf(night)).toEqual([]);
});

test('a heartbeat URL that does not answer makes the check fail, so that the run is repeated', async () => {
  const night = aNight({
    jobs: [checkJobs],
    warehouse: await temporaryWarehouse(),
    overrides: { pingHeartbeat: () => Promise.reject(new Error('no route to the monitor')) },
  });
  await night.tickAt('2026-02-05T12:01:00Z');
  await night.tickAt('2026-02-05T12:15:05Z');
  expect((await night.store.get(jobStateRef('check-jobs')))?.data).toMatchObject({
    failures: 1,
    last_run: { result: 'failed', message: 'no route to the monitor' },
  });
});

test('the ageing job reminds of an incident after half an hour', async () => {
  const { night } = await anEvening();
  await night.tickAt('2026-02-05T23:59:00Z');
  await night.tickAt('2026-02-06T00:00:05Z');
  const typesOf = async () =>
    (await night.store.query({ collection: POSTS }, {})).map(({ data }) => JSON.parse(data.wanted).type);
  expect(await typesOf()).toEqual(['incident']);
  await night.passFrom('2026-02-06T00:05:05Z', '2026-02-06T00:25:05Z', 5);
  expect(await typesOf()).toEqual(['incident']);
  await night.tickAt('2026-02-06T00:30:10Z');
  expect(await typesOf()).toEqual(['incident', 'incident-reminder']);
  await night.tickAt('2026-02-06T00:35:10Z');
  expect(await typesOf()).toEqual(['incident', 'incident-reminder']);
});
