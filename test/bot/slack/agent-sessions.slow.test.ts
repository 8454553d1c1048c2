import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { personAt } from '#src/coordination/identity/actor.ts';
import { pendingPosts } from '#src/coordination/outbox/send-post.ts';
import { sessionRef } from '#src/coordination/sessions/session.ts';
import { answerCaller } from '#src/operations/kit/answer-caller.ts';
import { authenticate } from '#src/operations/kit/authenticate.ts';
import { parseInput } from '#src/operations/kit/input/parse-input.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { outboxSender } from '#src/workers/outbox-sender.ts';
import { eventually } from '#test/eventually.ts';
import { aBot, aFolder, type Bot, type BotOptions } from './a-bot.ts';
import { aWorkspace, type TestWorkspace, textOf } from './a-workspace.ts';
import { ALERT } from './messages/announcements-to-render.ts';

const CreatedToken = z.object({ token: z.string(), session_id: z.string() });
const Log = z.object({ records: z.array(z.object({ who: z.string(), did: z.string() })) });

test('an agent has a card in the channel, and a person can end its session there permanently', async () => {
  const { bot, ann, session, ask, send, card } = await anAgentAtWork();
  expect(textOf(await card())).toContain('Live.');

  await ann.click(await card(), 'End session');
  expect(await ann.answer(1)).toContain(`Session ${session.session_id} has ended.`);
  await send();
  const ended = await card();
  expect(textOf(ended)).toContain('Ended.');
  expect(ended.blocks?.filter(({ type }) => type === 'actions')).toEqual([]);
  expect(await ask('session start', {}, await agentOf(bot, session.token))).toMatchObject({ code: 'ended_by_person' });
});

test('Slack shows the working agent, and its stop button ends the session, audited with the person who clicked', async () => {
  const { bot, ann, session, ask, send, card } = await anAgentAtWork();
  expect((await card()).agent_session).toMatchObject({
    title: 'claude-7 for @ann',
    agent_statuses: [{ status: 'processing', is_stoppable: true }],
  });

  expect(await ann.stopAgent(await card())).toEqual({ ok: true });
  expect(await ann.answer(1)).toContain(`Session ${session.session_id} has ended.`);
  expect(ann.ephemerals[0]?.thread_ts).toBe((await card()).ts);
  await eventually(async () => expect((await card()).agent_session?.agent_statuses[0]?.status).toBe('closed'));
  await send();
  expect((await card()).agent_session?.agent_statuses[0]).toMatchObject({ status: 'closed', is_stoppable: false });
  expect(textOf(await card())).toContain('Ended. Ended by');
  expect(JSON.stringify((await card()).blocks)).toContain(`"user_id":"${ann.id}"`);
  expect(await ann.stopAgent(await card())).toMatchObject({ ok: false, error: 'session_not_stoppable' });

  const { records } = Log.parse((await ask('audit log', { session: `slack:${ann.id}` })).data);
  expect(records).toMatchObject([{ who: ann.id, did: 'session.ended' }]);
  expect(await ask('session start', {}, await agentOf(bot, session.token))).toMatchObject({ code: 'ended_by_person' });
});

test('a stop that Slack delivers again to another process does not end a restarted session', async () => {
  const local = await aWorkspace();
  const dataFolder = await aFolder();
  const { bot, ann, session, ask, card } = await anAgentAtWork(local, { mode: 'http', dataFolder });
  const at = await card();
  await press(local, bot, { id: 'Ev1', person: ann.id, at });
  expect(await ann.answer(1)).toContain('has ended.');
  await ask('token create', { session: session.session_id, for: '@ann' });
  await bot.stop();

  const successor = await aBot(local, { mode: 'http', dataFolder });
  await press(local, successor, { id: 'Ev1', person: ann.id, at });
  await press(local, successor, { id: 'Ev2', person: ann.id, at });
  expect(await ann.answer(2)).toContain('has ended.');
  await successor.stop();
  expect(ann.ephemerals).toHaveLength(2);
});

test('a stop in another thread ends nothing, says so, and closes the status there', async () => {
  const local = await aWorkspace();
  const { bot, ann, session, card } = await anAgentAtWork(local, { mode: 'http' });
  const thread = await card();
  const other = await bot.show('batch-alert-1', ALERT);
  await press(local, bot, { id: 'Ev1', person: ann.id, at: { channel: thread.channel, ts: other.ts } });
  expect(await ann.answer(1)).toContain('This thread does not belong to a session');
  expect((await bot.app.store.get(sessionRef(session.session_id)))?.data.ended_at).toBeNull();
});

async function anAgentAtWork(given?: TestWorkspace, options: BotOptions = {}) {
  const local = given ?? (await aWorkspace());
  const bot = await aBot(local, options);
  const ann = await local.person('ann');
  const ask = (name: string, input: object, actor = personAt('cli', { name: 'ann' })) => {
    const operation = OPERATIONS.find((each) => each.name === name);
    if (operation === undefined) throw new Error(`there is no operation ${name}`);
    const call = { input: parseInput(operation.input, input), actor, request: bot.app.newId() };
    return answerCaller(bot.app, operation, { ...call, progress: () => undefined });
  };
  const session = CreatedToken.parse((await ask('token create', { session: 'claude-7', for: '@ann' })).data);
  await ask('session list', {}, await agentOf(bot, session.token));
  const { store, log } = bot.app;
  const { announcements } = bot.transport;
  const now = () => new Date();
  const sender = outboxSender({ store, announcements, log, now, instanceId: 't', otherHolders: 'dead' });
  const send = () =>
    eventually(async () => {
      await sender.tick();
      expect(await pendingPosts(store)).toEqual([]);
    });
  const card = async () => {
    const found = (await ann.read()).find((message) => textOf(message).includes('claude-7 for @ann'));
    if (found === undefined) throw new Error('the session has no card');
    return found;
  };
  await send();
  return { bot, ann, session, ask, send, card };
}

/** Delivers a click on the stop button to the bot, as a signed HTTP request. */
async function press(
  { slack }: TestWorkspace,
  { port }: Bot,
  { id, person, at }: { readonly id: string; readonly person: string; readonly at: { channel: string; ts: string } },
) {
  const event = { type: 'agent_session_stopped', user: person, channel: at.channel, thread_ts: at.ts };
  const body = JSON.stringify({ type: 'event_callback', event_id: id, event: { ...event, streaming_message_ts: [] } });
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac('sha256', slack.tokens.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  const taken = await fetch(`http://127.0.0.1:${port}/slack/events`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
  });
  expect(taken.status).toBe(200);
}

async function agentOf(bot: Bot, token: string) {
  const agent = await authenticate(bot.app, token);
  if (agent.type === 'refused') throw new Error(agent.because);
  return agent.actor;
}
