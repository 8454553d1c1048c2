import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createApp } from '#src/app.ts';
import { answerPush } from '#src/bot/http/answer-push.ts';
import { INCIDENTS } from '#src/coordination/incidents/incident.ts';
import type { App } from '#src/operations/app.ts';
import { recordBatchInjuries } from '#src/pipeline/player/batch-injuries.ts';
import { playerRef } from '#src/pipeline/player/player-document.ts';
import { inProcessQueue } from '#src/platform/embedded/in-process-queue.ts';
import { googleCaller } from '#src/platform/google/google-caller.ts';
import { pushInbox } from '#src/platform/google/push-inbox.ts';
import { AUDIENCE, googleTokens, PUSHER } from '#test/emulators/google-tokens.ts';
import { RULE_MODELS } from '#test/pipeline/models/rule-models.ts';
import { anOpenBatch } from '../../pipeline/batch/an-open-batch.ts';
import { silentLog } from '../../pipeline/pipeline-stores.ts';
import { aPlayer } from '../../pipeline/player/a-player.ts';
import { aGuardedServer } from './a-guarded-server.ts';

const PATH = '/pubsub/predict';
const LIMITS = { maxInFlight: 8, answerWithinMs: 60_000, log: silentLog };

interface Pushed {
  readonly token?: string;
  readonly body: string;
}

/** A worker that Pub/Sub pushes to: the real server, token check and workers on embedded stores. */
async function aPushedWorker(changed: Partial<App> = {}, endpoint: 'on' | 'off' = 'on') {
  const dataFolder = await mkdtemp(join(tmpdir(), 'tipoff-push-'));
  const { token, certificatesUrl, answerWith } = await googleTokens();
  const caller = googleCaller({ audience: AUDIENCE, serviceAccount: PUSHER, certificatesUrl });
  const inbox = pushInbox(LIMITS);
  const queue = {
    ...inProcessQueue({ log: silentLog }),
    consume: async (handler: Parameters<typeof inbox.consume>[0]) => inbox.consume(handler),
  };
  const ports = { queue, models: () => RULE_MODELS, log: silentLog };
  const push = endpoint === 'on' ? { push: { caller, deliver: inbox.deliver } } : {};
  const { app, stop, close } = createApp({ platform: 'embedded', dataFolder }, { ...ports, ...push, ...changed });
  const server = await aGuardedServer({
    opened: { app, close },
    dataFolder,
    guardedMounts: { [PATH]: (exchange) => answerPush(app, exchange) },
  });
  const post = async ({ token: given, body }: Pushed) => {
    const headers = { 'content-type': 'application/json', ...(given && { authorization: `Bearer ${given}` }) };
    const answer = await fetch(`http://127.0.0.1:${server.port}${PATH}`, { method: 'POST', headers, body });
    const text = await answer.text();
    return { status: answer.status, ...(text === '' ? {} : { body: JSON.parse(text) }) };
  };
  return { app, stop, token, answerWith, post, push: (body: string) => post({ token: token(), body }) };
}

function envelope(data: string, more: object = {}): string {
  const message = { data: Buffer.from(data).toString('base64'), messageId: 'm1', publishTime: '2026-02-05T23:00:00Z' };
  return JSON.stringify({ message, subscription: 'projects/p/subscriptions/s', deliveryAttempt: 1, ...more });
}

async function aRequest(app: App, lookup: string) {
  const { store } = app;
  const batch = await anOpenBatch(store, [aPlayer('a'), aPlayer('b')]);
  const { batch_id, game_date } = batch;
  await recordBatchInjuries(app, batch);
  return {
    body: envelope(JSON.stringify({ batch_id, game_date, player_lookup: lookup, attempt: 1 })),
    outcome: async () => (await store.get(playerRef(batch_id, lookup)))?.data,
  };
}

it('predicts the player of a pushed request, and repeats nothing when it is delivered again', async () => {
  const { app, push } = await aPushedWorker();
  const { body, outcome } = await aRequest(app, 'a');
  expect(await push(body)).toEqual({ status: 204 });
  const predicted = await outcome();
  expect(predicted).toMatchObject({ status: 'predicted' });
  expect(await push(body)).toEqual({ status: 204 });
  expect(await outcome()).toEqual(predicted);
});

it.each([
  ['a body that is not JSON', 'not json'],
  ['an envelope without a message', '{}'],
  ['data that is not base64', envelope('x').replace(/"data":"[^"]*"/, '"data":"%%%"')],
  ['a message that is not a prediction request', envelope('{"player":"x"}')],
  ['a message without data', JSON.stringify({ message: { messageId: 'm1' } })],
  ['a body that is too large', 'x'.repeat(200_000)],
])('RT-03: %s is acknowledged as poison, and opens one incident', async (_, body) => {
  const { app, push } = await aPushedWorker();
  expect(await push(body)).toEqual({ status: 204 });
  expect(await push(body)).toEqual({ status: 204 });
  const incidents = await app.store.query({ collection: INCIDENTS }, {});
  expect(incidents).toMatchObject([{ data: { key: expect.stringMatching(/poison/), state: 'open' } }]);
});

it.each([
  ['no token', {}, 'token_required'],
  ['the token of an agent', { token: 'tipoff_1_agent' }, 'token_unknown'],
])('a request with %s is refused before its body is read', async (_, given, code) => {
  const { post } = await aPushedWorker();
  expect(await post({ ...given, body: 'not json' })).toMatchObject({ status: 401, body: { code } });
});

it('a token for another audience gets 401, and one of another account gets 403 with its address', async () => {
  const { token, post } = await aPushedWorker();
  const elsewhere = await post({ token: token({ aud: 'https://elsewhere.example' }), body: 'not json' });
  expect(elsewhere).toMatchObject({ status: 401, body: { code: 'token_unknown' } });
  const stranger = await post({ token: token({ email: 'evil@p.iam.gserviceaccount.com' }), body: 'not json' });
  expect(stranger).toMatchObject({ status: 403, body: { code: 'not_allowed' } });
  expect(stranger.body.detail).toContain('evil@p.iam.gserviceaccount.com may not call this endpoint');
});

it('asks for another delivery while the certificates of Google cannot be fetched', async () => {
  const { push, answerWith } = await aPushedWorker();
  answerWith(404);
  expect(await push('not json')).toMatchObject({ status: 503, body: { code: 'unavailable' } });
});

it('RT-25: asks for another delivery while the models cannot be loaded, predicts by no formula, and records the failure at the last allowed delivery', async () => {
  let calls = 0;
  const { app, push } = await aPushedWorker({
    models: () => {
      calls += 1;
      // The workers load the models when they start and again for each player.
      if (calls % 2 === 0) throw new Error('the memory is full');
      return RULE_MODELS;
    },
  });
  const { body, outcome } = await aRequest(app, 'a');
  expect(await push(body)).toMatchObject({ status: 503, body: { code: 'deliver_again' } });
  expect(await outcome()).toMatchObject({ status: 'requested' });
  expect(await push(body.replace('"deliveryAttempt":1', `"deliveryAttempt":${app.queue.maxDeliveries}`))).toEqual({
    status: 204,
  });
  expect(await outcome()).toMatchObject({ status: 'failed', reason: 'attempts_exhausted' });
});

it('asks for another delivery while the workers cannot start', async () => {
  const { push } = await aPushedWorker({
    models: () => {
      throw new Error('the models are not here yet');
    },
  });
  expect(await push(envelope('{}'))).toMatchObject({ status: 503, body: { code: 'deliver_again' } });
});

it('asks for another delivery when the process is stopping', async () => {
  const { push, stop } = await aPushedWorker();
  await stop();
  expect(await push(envelope('{}'))).toMatchObject({ status: 503, body: { detail: 'This process is stopping.' } });
});

it('does not exist while nobody is configured who may push', async () => {
  const { post, token } = await aPushedWorker({}, 'off');
  expect(await post({ token: token(), body: '{}' })).toMatchObject({
    status: 404,
    body: { code: 'endpoint_off', detail: expect.stringContaining('GCP_PUSH_SERVICE_ACCOUNT') },
  });
});
