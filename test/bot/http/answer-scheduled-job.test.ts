import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createApp } from '#src/app.ts';
import { answerScheduledJob } from '#src/bot/http/answer-scheduled-job.ts';
import type { App, Job } from '#src/operations/app.ts';
import { runSlot } from '#src/operations/jobs/run-slot.ts';
import { googleCaller } from '#src/platform/google/google-caller.ts';
import { Problem } from '#src/platform/problem.ts';
import { AUDIENCE, googleTokens, PUSHER } from '#test/emulators/google-tokens.ts';
import { silentLog } from '../../pipeline/pipeline-stores.ts';
import { aGuardedServer, FOLDER_TOKEN } from './a-guarded-server.ts';

const SLOT = '2026-02-05T12:00:00Z';
const NOW = new Date('2026-02-05T12:00:01Z');

function aJob(name: string, work: Job['run']): Job {
  return { name, summary: 'Do it.', due: ['0 7 * * *'], catchUpWithinMs: 60 * 60_000, run: work };
}

const JOBS: readonly Job[] = [
  aJob('grade', async (_app, due) => `Graded for ${due.toISOString()}.`),
  aJob('fails', () => Promise.reject(new Error('the warehouse is away'))),
  aJob('gives-up', () => Promise.reject(new Problem({ code: 'no_schedule', message: 'No games are known.' }))),
];

/** A server that accepts the scheduler with real tokens. The job `off` is switched off by the configuration. */
async function aJobsServer(changed: Partial<App> = {}, endpoint: 'on' | 'off' = 'on') {
  const dataFolder = await mkdtemp(join(tmpdir(), 'tipoff-jobs-'));
  const { token, certificatesUrl, answerWith } = await googleTokens();
  const scheduler = googleCaller({ audience: AUDIENCE, serviceAccount: PUSHER, certificatesUrl });
  const ports = { jobs: JOBS, log: silentLog, now: () => NOW, ...(endpoint === 'on' ? { scheduler } : {}) };
  const { app, close } = createApp({ platform: 'embedded', dataFolder }, { ...ports, ...changed });
  const names = [...JOBS.map(({ name }) => name), 'off'];
  const server = await aGuardedServer({
    opened: { app, close },
    dataFolder,
    guardedMounts: { '/jobs/': (exchange) => answerScheduledJob({ app, names }, exchange) },
  });
  const post = async (name: string, headers: Readonly<Record<string, string>> = {}) => {
    const sent = { authorization: `Bearer ${token()}`, 'x-cloudscheduler-scheduletime': SLOT, ...headers };
    const answer = await fetch(`http://127.0.0.1:${server.port}/jobs/${name}`, { method: 'POST', headers: sent });
    return { status: answer.status, body: await answer.json() };
  };
  return { app, post, token, answerWith };
}

it('runs the job for the slot of Cloud Scheduler, once', async () => {
  const { post } = await aJobsServer();
  expect(await post('grade')).toMatchObject({
    status: 200,
    body: { job: 'grade', result: 'succeeded', message: 'Graded for 2026-02-05T12:00:00.000Z.' },
  });
  expect(await post('grade')).toMatchObject({ status: 200, body: { result: 'already_run' } });
});

it.each([
  [
    'fails',
    503,
    { code: 'job_failed', detail: 'The run is repeated at Feb 5, 7:01 AM ET. It failed: the warehouse is away' },
  ],
  ['gives-up', 200, { result: 'failed', message: 'No games are known.' }],
  ['off', 200, { result: 'switched_off' }],
  [
    'unknown',
    404,
    { code: 'unknown_job', detail: expect.stringContaining('The jobs are grade, fails, gives-up, off.') },
  ],
] as const)('the job %s gets %i', async (name, status, body) => {
  const { post } = await aJobsServer();
  expect(await post(name)).toMatchObject({ status, body });
});

it('answers 409 while another process runs the job', async () => {
  const gate = Promise.withResolvers<string>();
  const slow = aJob('slow', () => gate.promise);
  const { app, post } = await aJobsServer({ jobs: [{ ...slow, name: 'grade' }] });
  const running = runSlot(app, { ...slow, name: 'grade' }, new Date(SLOT));
  await expect.poll(async () => (await post('grade')).status).toBe(409);
  gate.resolve('Graded.');
  expect(await running).toMatchObject({ type: 'ran' });
  expect(await post('grade')).toMatchObject({ status: 200, body: { result: 'already_run' } });
});

it('a request without its slot is refused', async () => {
  const { post } = await aJobsServer();
  const answer = await post('grade', { 'x-cloudscheduler-scheduletime': 'now' });
  expect(answer).toMatchObject({ status: 400, body: { code: 'bad_input' } });
});

it.each([
  ['without a token', {}, 401],
  ['with the token of this folder', { authorization: `Bearer ${FOLDER_TOKEN}` }, 401],
])('a request %s is refused', async (_, headers, status) => {
  const { post } = await aJobsServer();
  expect(await post('grade', { authorization: '', ...headers })).toMatchObject({ status });
});

it('a request of another account is refused, and one whose token cannot be checked is to come again', async () => {
  const { post, token, answerWith } = await aJobsServer();
  answerWith(404);
  expect(await post('grade')).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  answerWith(200);
  const stranger = { authorization: `Bearer ${token({ email: 'evil@p.iam.gserviceaccount.com' })}` };
  expect(await post('grade', stranger)).toMatchObject({ status: 403, body: { code: 'not_allowed' } });
});

it('does not exist while nobody is configured who may start jobs', async () => {
  const { post } = await aJobsServer({}, 'off');
  expect(await post('grade')).toMatchObject({
    status: 404,
    body: { code: 'endpoint_off', detail: expect.stringContaining('GCP_JOBS_SERVICE_ACCOUNT') },
  });
});
