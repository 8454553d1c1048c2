import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from 'vitest';
import { createApp } from '#src/app.ts';
import { INCIDENTS } from '#src/coordination/incidents/incident.ts';
import { jobClock } from '#src/jobs/job-clock.ts';
import type { App, Job, OpenApp } from '#src/operations/app.ts';
import { parseInput } from '#src/operations/kit/input/parse-input.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { COLLECTIONS } from '#src/pipeline/collections.ts';
import { sqliteDocumentStore } from '#src/platform/embedded/sqlite-document-store.ts';
import { Problem } from '#src/platform/problem.ts';
import { ANN } from '../../coordination/identity/actors.ts';

const BEFORE_SEVEN = new Date('2026-02-05T11:59:00Z');
const AFTER_SEVEN = new Date('2026-02-05T12:00:10Z');
const HOUR_MS = 60 * 60_000;

/** An app with one job at seven in the morning, New York time, and a clock that the test sets. */
function anApp(dataFolder: string, work: Job['run']) {
  let now = BEFORE_SEVEN;
  const job: Job = { name: 'morning', summary: 'Do it.', due: ['0 7 * * *'], catchUpWithinMs: 12 * HOUR_MS, run: work };
  const store = sqliteDocumentStore({
    path: join(dataFolder, 'tipoff.sqlite'),
    collections: COLLECTIONS,
    nowMicros: () => now.getTime() * 1_000,
  });
  const opened: OpenApp = createApp({ platform: 'embedded', dataFolder }, { jobs: [job], store, now: () => now });
  const clock = jobClock(opened.app, [job]);
  return {
    ...opened,
    clock,
    tickAt: async (moment: Date) => {
      now = moment;
      await clock.tick();
    },
    ask: async (name: string, given: object = {}) => await ask(opened.app, name, given),
  };
}

async function ask(app: App, name: string, given: object) {
  const operation = OPERATIONS.find((each) => each.name === name);
  if (operation === undefined) throw new Error(`there is no operation ${name}`);
  const input = parseInput(operation.input, given);
  return await operation.run(app, { input, actor: ANN, request: app.newId(), progress: () => undefined });
}

const test = base.extend<{ folder: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures it needs from this pattern
  folder: async ({}, use) => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-jobs-'));
    await use(folder.path);
  },
});

test('a job runs once when its time has come, however often the clock ticks', async ({ folder }) => {
  const runs: string[] = [];
  const app = anApp(folder, async (_app, due) => `ran for ${runs.push(due.toISOString())}`);
  await app.tickAt(BEFORE_SEVEN);
  expect(runs).toEqual([]);
  await app.tickAt(AFTER_SEVEN);
  await app.tickAt(new Date('2026-02-05T12:01:10Z'));
  expect(runs).toEqual(['2026-02-05T12:00:00.000Z']);
  await app.close();
});

test('two instances that tick at once run a job once', async ({ folder }) => {
  const runs: string[] = [];
  const work: Job['run'] = async (_app, due) => `ran for ${runs.push(due.toISOString())}`;
  const one = anApp(folder, work);
  const other = anApp(folder, work);
  await Promise.all([one.tickAt(BEFORE_SEVEN), other.tickAt(BEFORE_SEVEN)]);
  await Promise.all([one.tickAt(AFTER_SEVEN), other.tickAt(AFTER_SEVEN)]);
  await Promise.all([one.tickAt(AFTER_SEVEN), other.tickAt(AFTER_SEVEN)]);
  expect(runs).toHaveLength(1);
  await Promise.all([one.close(), other.close()]);
});

test('a night of downtime is caught up once', async ({ folder }) => {
  const runs: string[] = [];
  const work: Job['run'] = async (_app, due) => `ran for ${runs.push(due.toISOString())}`;
  const before = anApp(folder, work);
  await before.tickAt(new Date('2026-02-03T13:00:00Z'));
  await before.close();
  const after = anApp(folder, work);
  await after.tickAt(new Date('2026-02-05T15:00:00Z'));
  expect(runs).toEqual(['2026-02-05T12:00:00.000Z']);
  await after.close();
});

test('a run that a crash cut off is repeated by the next process', async ({ folder }) => {
  const begun: string[] = [];
  const first = anApp(folder, async (app, due) => {
    begun.push(due.toISOString());
    await app.store.close();
    throw new Problem({ code: 'gone', message: 'the process died here' });
  });
  await first.tickAt(BEFORE_SEVEN);
  await first.tickAt(AFTER_SEVEN);
  const second = anApp(folder, async (_app, due) => `ran for ${begun.push(due.toISOString())}`);
  await second.tickAt(new Date('2026-02-05T12:05:00Z'));
  expect(begun).toEqual(['2026-02-05T12:00:00.000Z', '2026-02-05T12:00:00.000Z']);
  await second.close();
});

test('a job that fails says so in the list and offers to run it again', async ({ folder }) => {
  const app = anApp(folder, () => {
    throw new Problem({ code: 'no_data', message: 'There is no box score yet.' });
  });
  await app.tickAt(BEFORE_SEVEN);
  await app.tickAt(AFTER_SEVEN);
  const listed = await app.ask('jobs list');
  expect(listed).toMatchObject({
    code: 'failed_jobs',
    message: 'The last run failed: morning.',
    data: { jobs: [{ name: 'morning', last_run: { result: 'failed', message: 'There is no box score yet.' } }] },
    next: [{ operation: 'jobs run', arguments: { name: 'morning' } }],
  });
  await app.close();
});

test('a paused job skips its due times, and a resumed one waits for its next', async ({ folder }) => {
  const runs: string[] = [];
  const app = anApp(folder, async (_app, due) => `ran for ${runs.push(due.toISOString())}`);
  await app.tickAt(BEFORE_SEVEN);
  expect(await app.ask('jobs pause', { name: 'morning' })).toMatchObject({ code: 'ok' });
  expect(await app.ask('jobs pause', { name: 'morning' })).toMatchObject({ code: 'already_paused' });
  await app.tickAt(AFTER_SEVEN);
  expect(runs).toEqual([]);
  expect(await app.ask('jobs resume', { name: 'morning' })).toMatchObject({
    message: 'Resumed morning. It runs next at Feb 6, 7:00 AM ET. Due times during the pause are skipped.',
  });
  await app.tickAt(new Date('2026-02-05T12:02:00Z'));
  expect(runs).toEqual([]);
  await app.tickAt(new Date('2026-02-06T12:00:00Z'));
  expect(runs).toEqual(['2026-02-06T12:00:00.000Z']);
  await app.close();
});

test('a person runs a paused job by hand, on record', async ({ folder }) => {
  const app = anApp(folder, async () => 'did it');
  await app.ask('jobs pause', { name: 'morning' });
  expect(await app.ask('jobs run', { name: 'morning' })).toMatchObject({ decision: 'done', message: 'did it' });
  const log = JSON.stringify((await app.ask('audit log')).data);
  expect(log).toContain('job.run');
  await app.close();
});

test('a job nobody knows is refused with the names of those there are', async ({ folder }) => {
  const app = anApp(folder, async () => 'did it');
  await expect(app.ask('jobs run', { name: 'evening' })).rejects.toThrow(
    'The job "evening" does not exist. The jobs are morning.',
  );
  await app.close();
});

test.for([
  ['ahead', '2026-02-06T12:00:00Z'],
  ['back', '2026-02-04T12:00:00Z'],
] as const)('a clock that jumps a day %s and returns runs the job once for the day', async ([, jumped], { folder }) => {
  const runs: string[] = [];
  const app = anApp(folder, async (_app, due) => `ran for ${runs.push(due.toISOString())}`);
  await app.tickAt(BEFORE_SEVEN);
  await app.tickAt(new Date(jumped));
  await app.tickAt(AFTER_SEVEN);
  await app.tickAt(new Date('2026-02-05T12:01:10Z'));
  expect(runs.filter((due) => due === '2026-02-05T12:00:00.000Z').length).toBeLessThanOrEqual(1);
  await app.tickAt(new Date('2026-02-06T12:00:10Z'));
  expect(runs.filter((due) => due === '2026-02-06T12:00:00.000Z')).toHaveLength(1);
  await app.close();
});

/** The due times of the runs, of which the first `failing` fail. */
function aFailingJob(failing: number) {
  const runs: string[] = [];
  const work: Job['run'] = async (_app, due) => {
    if (runs.push(due.toISOString()) <= failing) throw new Error('the store is away');
    return 'did it';
  };
  return { runs, work };
}

async function incidentsOf({ app }: Pick<OpenApp, 'app'>) {
  return (await app.store.query({ collection: INCIDENTS }, {})).map(({ data }) => data);
}

test('a run that fails is repeated for the same due time, with growing pauses', async ({ folder }) => {
  const { runs, work } = aFailingJob(2);
  const app = anApp(folder, work);
  await app.tickAt(BEFORE_SEVEN);
  await app.tickAt(AFTER_SEVEN);
  const ticks = ['12:01:00', '12:01:10', '12:02:10', '12:03:10', '12:10:00'];
  const runsAfter = [];
  for (const tick of ticks) {
    await app.tickAt(new Date(`2026-02-05T${tick}Z`));
    runsAfter.push(runs.length);
  }
  expect(runsAfter).toEqual([1, 2, 2, 3, 3]);
  expect(new Set(runs)).toEqual(new Set(['2026-02-05T12:00:00.000Z']));
  expect(await incidentsOf(app)).toEqual([]);
  await app.close();
});

test('a job that keeps failing opens one incident, which the next success resolves', async ({ folder }) => {
  const { runs, work } = aFailingJob(6);
  const app = anApp(folder, work);
  await app.tickAt(BEFORE_SEVEN);
  for (let minute = 1; minute < 60; minute += 1) await app.tickAt(new Date(AFTER_SEVEN.getTime() + minute * 60_000));
  expect(runs).toHaveLength(5);
  expect(await incidentsOf(app)).toMatchObject([
    {
      key: 'job-morning',
      state: 'open',
      title: 'The job morning failed',
      detail: 'It failed 5 times in a row. The last error: the store is away',
    },
  ]);
  await app.tickAt(new Date('2026-02-06T12:00:10Z'));
  expect(await incidentsOf(app)).toMatchObject([{ state: 'open', reports: 2 }]);
  expect(await app.ask('jobs run', { name: 'morning' })).toMatchObject({ code: 'ok' });
  expect(await incidentsOf(app)).toMatchObject([{ state: 'resolved', resolved_by: null }]);
  await app.close();
});

test('a failure that a retry would repeat opens an incident at once', async ({ folder }) => {
  const runs: string[] = [];
  const app = anApp(folder, async (_app, due) => {
    runs.push(due.toISOString());
    throw new Problem({ code: 'no_data', message: 'The schedule is missing.' });
  });
  await app.tickAt(BEFORE_SEVEN);
  await app.tickAt(AFTER_SEVEN);
  await app.tickAt(new Date('2026-02-05T12:30:00Z'));
  expect(runs).toHaveLength(1);
  expect(await incidentsOf(app)).toMatchObject([{ detail: 'It failed. The last error: The schedule is missing.' }]);
  await app.close();
});

test('a run by hand that fails opens no incident, because a person sees the failure', async ({ folder }) => {
  const { work } = aFailingJob(1);
  const app = anApp(folder, work);
  expect(await app.ask('jobs run', { name: 'morning' })).toMatchObject({ code: 'job_failed' });
  expect(await incidentsOf(app)).toEqual([]);
  await app.close();
});

test('a retry that a fast clock planned for tomorrow runs at once when the clock is right again', async ({
  folder,
}) => {
  const { runs, work } = aFailingJob(1);
  const app = anApp(folder, work);
  await app.tickAt(BEFORE_SEVEN);
  await app.tickAt(new Date('2026-02-06T12:00:10Z'));
  await app.tickAt(new Date('2026-02-05T11:59:30Z'));
  expect(runs).toHaveLength(2);
  await app.close();
});
