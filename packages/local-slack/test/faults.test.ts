import { afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { codeOf } from './refusal.ts';
import { type TestClock, testClock } from './test-clock.ts';
import { type Fixture, openWorkspace, webClient } from './workspace-fixture.ts';

const Failure = z.object({ code: z.string(), retryAfter: z.number().optional(), statusCode: z.number().optional() });

let fixture: Fixture;
let clock: TestClock;
beforeEach(async () => {
  clock = testClock();
  fixture = await openWorkspace({ clock });
});
afterEach(async () => await fixture.close());

const post = (text: string) => fixture.client.chat.postMessage({ channel: fixture.channel, text });
const texts = async () =>
  (await fixture.client.conversations.history({ channel: fixture.channel })).messages?.map(({ text }) => text);
const failure = async (call: Promise<unknown>) => Failure.parse(await call.catch((error: unknown) => error));

test('429 comes with Retry-After for the given number of calls, and nothing is posted', async () => {
  fixture.slack.faults.answer('chat.postMessage', { kind: 'ratelimited', retryAfterSeconds: 7 });
  const response = await postOnce('limited');
  expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7']);
  await post('later');
  expect(await texts()).toEqual(['later']);
});

test('a fault of one method does not affect other methods', async () => {
  fixture.slack.faults.answer('chat.update', { kind: 'status', status: 500 });
  const { ts = '' } = await post('a');
  const edit = () => fixture.client.chat.update({ channel: fixture.channel, ts, text: 'b' });
  expect(await failure(edit())).toMatchObject({ statusCode: 500 });
  await edit();
  expect(await texts()).toEqual(['b']);
});

test('a call can take effect without an answer; a client that retries posts twice', async () => {
  fixture.slack.faults.answer('chat.postMessage', { kind: 'accept-then-drop' });
  await webClient(fixture.slack, 1).chat.postMessage({ channel: fixture.channel, text: 'twice' });
  expect(await texts()).toEqual(['twice', 'twice']);
  fixture.slack.faults.answer('chat.postMessage', { kind: 'accept-then-hang', ms: 30 });
  expect(await failure(post('hung'))).toMatchObject({ code: 'slack_webapi_request_error' });
  expect(await texts()).toEqual(['hung', 'twice', 'twice']);
});

test('a dropped call has no effect', async () => {
  fixture.slack.faults.answer('*', { kind: 'drop' });
  expect(await failure(post('a'))).toMatchObject({ code: 'slack_webapi_request_error' });
  expect(await texts()).toEqual([]);
});

test('during an outage Slack is unreachable, and afterwards it works again', async () => {
  const end = fixture.slack.faults.outage();
  expect(await failure(post('a'))).toMatchObject({ code: 'slack_webapi_request_error' });
  end();
  await post('b');
  expect(await texts()).toEqual(['b']);
});

test('posts are limited to one per second and channel only on request', async () => {
  await post('1');
  await post('2');
  fixture.slack.faults.limitPosts('one per second');
  fixture.slack.faults.answer('chat.postMessage', { kind: 'error', error: 'fatal_error' });
  expect(await codeOf(post('refused'))).toBe('fatal_error');
  await post('3');
  const response = await postOnce('4');
  expect([response.status, response.headers.get('retry-after')]).toEqual([429, '1']);
  clock.pass(1_000);
  await post('5');
  expect(await texts()).toEqual(['5', '3', '2', '1']);
});

/** Calls without Slack's client, which would retry. */
async function postOnce(text: string): Promise<Response> {
  const { apiUrl, tokens } = fixture.slack;
  return await fetch(`${apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tokens.bot}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: fixture.channel, text }),
  });
}
