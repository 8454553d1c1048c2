import { afterEach, beforeEach, expect, test } from 'vitest';
import { agentState } from '../src/page/model/agent-state.ts';
import type { PageAgentSession } from '../src/page-protocol.ts';
import { MANIFEST } from './manifest.ts';
import { codeOf } from './refusal.ts';
import { testClock } from './test-clock.ts';
import { type Fixture, openWorkspace } from './workspace-fixture.ts';

const HOUR_MS = 3_600_000;
const clock = testClock();

let fixture: Fixture;
let thread: { channel_id: string; thread_ts: string };
const open = async (manifest = MANIFEST) => {
  fixture = await openWorkspace({ manifest, clock });
  const { channel, client } = fixture;
  const { ts = '' } = await client.chat.postMessage({ channel, text: 'an agent' });
  thread = { channel_id: channel, thread_ts: ts };
};
beforeEach(() => open());
afterEach(() => fixture.close());

const sessions = () => fixture.client.agents.sessions;
const shown = async () => {
  const { messages } = await (await fixture.browser()).history(thread.channel_id);
  return messages.find(({ ts }) => ts === thread.thread_ts)?.agent_session;
};

test('the first status creates the session with its title; only a rename changes it', async () => {
  expect(await sessions().setStatus({ ...thread, status: 'processing', title: 'a' })).toMatchObject({ title: 'a' });
  expect(await sessions().setStatus({ ...thread, status: 'active', title: 'b' })).toMatchObject({ title: 'a' });
  expect(await sessions().rename({ ...thread, title: 'b' })).toMatchObject({ title: 'b' });
  const [message] = (await fixture.client.conversations.history({ channel: thread.channel_id })).messages ?? [];
  expect(message?.agent_session).toMatchObject({ status: 'active', title: 'b' });
  expect(message?.text).toBe('an agent');
});

test('an edit of the message does not change the session', async () => {
  await sessions().setStatus({ ...thread, status: 'processing', title: 'a' });
  await fixture.client.chat.update({ channel: thread.channel_id, ts: thread.thread_ts, text: 'edited' });
  expect(await shown()).toMatchObject({ title: 'a' });
});

test('an invalid status, thread, session or channel is rejected', async () => {
  const status = 'processing';
  expect(await codeOf(sessions().setStatus({ ...thread, status: 'busy' }))).toBe('invalid_arguments');
  expect(await codeOf(sessions().setStatus({ ...thread, thread_ts: '1.000001', status }))).toBe('thread_not_found');
  expect(await codeOf(sessions().setStatus({ ...thread, channel_id: 'C0', status }))).toBe('channel_not_found');
  expect(await codeOf(sessions().rename({ ...thread, title: 'a' }))).toBe('session_not_found');
});

test('an app without agent_view has no sessions', async () => {
  await fixture.close();
  await open(MANIFEST.replace('  agent_view:\n    agent_description: Takes notes\n', ''));
  expect(await codeOf(sessions().setStatus({ ...thread, status: 'active' }))).toBe('not_authorized');
});

test('people can stop a working agent for an hour, if the app has subscribed to the event', async () => {
  const press = async () =>
    await (await fixture.browser()).interact({ type: 'stop-agent', channel: thread.channel_id, ts: thread.thread_ts });
  expect(await press()).toMatchObject({ error: 'session_not_stoppable' });
  await sessions().setStatus({ ...thread, status: 'processing' });
  expect(await press()).toEqual({ ok: true });
  expect(await shown()).toMatchObject({ agent_statuses: [{ status: 'processing' }] });
  clock.pass(HOUR_MS);
  expect(await press()).toMatchObject({ error: 'session_not_stoppable' });
  await sessions().setStatus({ ...thread, status: 'suspended' });
  expect(await press()).toMatchObject({ error: 'session_not_stoppable' });
});

test('an app without the subscription gets a warning, and there is no stop button', async () => {
  await fixture.close();
  await open(MANIFEST.replace(', agent_session_stopped', ''));
  const { warning } = await sessions().setStatus({ ...thread, status: 'processing' });
  expect(warning).toBe('missing_agent_session_stopped_event_subscription');
  expect(await shown()).toMatchObject({ agent_statuses: [{ is_stoppable: false }] });
});

test('on the page the status processing expires after an hour', () => {
  const session: PageAgentSession = {
    title: 'agent-7',
    agent_statuses: [{ status: 'processing', date_status_processing_expire: 3_600, is_stoppable: true }],
  };
  expect(agentState(session, HOUR_MS - 1)).toMatchObject({ text: 'Working', isStoppable: true });
  expect(agentState(session, HOUR_MS)).toMatchObject({ text: 'Ready', isStoppable: false });
  expect(agentState({ ...session, agent_statuses: [] }, 0)).toBeNull();
});
