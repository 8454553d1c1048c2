import { expect, it } from 'vitest';
import { exitCodeOfOutcome } from '#src/bot/cli/exit-code.ts';
import { INCIDENTS } from '#src/coordination/incidents/incident.ts';
import { checkQueue } from '#src/jobs/check-queue.ts';
import type { CheckQueue } from '#src/platform/queue-check.ts';
import { ANN } from '../coordination/identity/actors.ts';
import { anApp } from './deploy/a-deploy.ts';
import { runNamed } from './run-named.ts';

const WRONG = { level: 'wrong', message: 'The topic t does not exist.', fix: 'gcloud pubsub topics create t' } as const;
const UNKNOWN = { level: 'unknown', message: 'Pub/Sub cannot be reached.', fix: null } as const;

it.each<[string, Awaited<ReturnType<CheckQueue>>, { code: string; message: string }, number]>([
  [
    'nothing is wrong',
    [],
    { code: 'ok', message: 'The topics, subscriptions and rights in Pub/Sub are as they must be.' },
    0,
  ],
  [
    'the queue is in the process',
    'in-process',
    {
      code: 'ok',
      message: 'The queue is inside this process, so there is nothing to check. PLATFORM=gcp uses Pub/Sub.',
    },
    0,
  ],
  [
    'something is unknown',
    [UNKNOWN],
    { code: 'queue_unknown', message: 'Nothing is known to be wrong in Pub/Sub.\nUnknown: Pub/Sub cannot be reached.' },
    3,
  ],
  [
    'something is wrong',
    [WRONG, UNKNOWN],
    {
      code: 'queue_misconfigured',
      message:
        'One thing is wrong in Pub/Sub. Nothing was changed.\nWrong: The topic t does not exist. To correct it: `gcloud pubsub topics create t`\nUnknown: Pub/Sub cannot be reached.',
    },
    1,
  ],
])('when %s, the check says so and its exit code does', async (...[, found, outcome, exitCode]) => {
  const app = { ...(await anApp()), checkQueue: async () => found };
  const answered = await runNamed(app, { name: 'pubsub check', given: {}, actor: ANN, request: 'r1' });
  expect(answered).toMatchObject(outcome);
  expect(exitCodeOfOutcome(answered)).toBe(exitCode);
});

it('the job opens one incident while something is wrong, keeps it while nothing is known, and resolves it (RT-45)', async () => {
  const app = await anApp();
  const states: string[] = [];
  for (const found of [[WRONG], [WRONG], [UNKNOWN], []]) {
    await checkQueue.run({ ...app, checkQueue: async () => found }, app.now());
    const incidents = await app.store.query({ collection: INCIDENTS }, {});
    expect(incidents).toHaveLength(1);
    states.push(...incidents.map(({ data }) => data.state));
  }
  expect(states).toEqual(['open', 'open', 'open', 'resolved']);
});
