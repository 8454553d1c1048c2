import { expect, it, onTestFinished } from 'vitest';
import { answerCheckStalled } from '#src/bot/http/answer-check-stalled.ts';
import { openHttpServer } from '#src/bot/http/open-server.ts';
import type { App } from '#src/operations/app.ts';
import { Unavailable } from '#src/platform/unavailable.ts';
import { ANN } from '../../coordination/identity/actors.ts';
import { anApp } from '../../operations/deploy/a-deploy.ts';
import { aWaitingBatchIn } from '../../pipeline/batch/a-waiting-batch.ts';

const TOKEN = 'a-token-of-thirty-two-characters';

/** Posts a body to `/check-stalled` of a server for this app. */
async function post(app: App, body: object) {
  const server = await openHttpServer({
    app,
    operations: [],
    person: ANN,
    token: TOKEN,
    authenticate: async () => ({ type: 'refused', because: 'unknown' }),
    mounts: { '/check-stalled': (exchange) => answerCheckStalled(app, exchange) },
    version: '1',
    instance: 'this one',
  });
  onTestFinished(() => server.close());
  const answer = await fetch(`http://127.0.0.1:${server.port}/check-stalled`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
}

it('answers in the form that schedulers of the system before Tipoff expect', async () => {
  const app = await anApp();
  const { batch_id } = await aWaitingBatchIn(app.store, 3);
  expect(await post(app, { batch_id, stall_threshold_minutes: 10, min_completion_pct: 95 })).toEqual({
    status: 200,
    body: {
      status: 'success',
      batches_checked: 1,
      batches_completed: 0,
      results: [{ batch_id, was_stalled: false, progress: '2/3', action: 'no_action' }],
    },
  });
});

it('an empty body checks every unfinished batch', async () => {
  const app = await anApp();
  await aWaitingBatchIn(app.store, 3);
  expect(await post(app, {})).toMatchObject({ status: 200, body: { batches_checked: 1 } });
});

it.each([
  ['a field that does not exist', { min_pct: 90 }, { status: 400, code: 'bad_input' }],
  ['a percentage above 100', { min_completion_pct: 101 }, { status: 400, code: 'bad_input' }],
  ['an unknown batch', { batch_id: 'batch_2026-02-05_9' }, { status: 409, code: 'unknown_batch' }],
] as const)('%s is refused and named', async (_, body, { status, code }) => {
  expect(await post(await anApp(), body)).toMatchObject({ status, body: { code } });
});

it('a store that cannot be reached is an error, so that the scheduler tries again', async () => {
  const app = await anApp();
  const query = () => Promise.reject(new Unavailable('the store', undefined));
  const answer = await post({ ...app, store: { ...app.store, query } }, {});
  expect(answer).toEqual({ status: 500, body: { status: 'error', message: expect.stringContaining('the store') } });
});
