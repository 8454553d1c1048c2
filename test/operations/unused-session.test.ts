import { expect, test } from 'vitest';
import * as z from 'zod';
import { sessionLost } from '#src/bot/slack/messages/session-card.ts';
import { type Actor, personAt } from '#src/coordination/identity/actor.ts';
import { POSTS } from '#src/coordination/outbox/post.ts';
import { answerCaller } from '#src/operations/kit/answer-caller.ts';
import { operationNamed } from '#src/operations/kit/operation-named.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { instantFromDate } from '#src/platform/instant.ts';
import { anApp, ask } from './deploy/a-deploy.ts';

const ANN = personAt('slack', { name: 'ann', id: 'U0ANN' });
const Created = z.object({ session_id: z.string() });

test('a session whose token was never used is not live, until its agent calls for the first time', async () => {
  const app = await anApp();
  const made = await ask(app, ANN, ['token create', { session: 'claude-7', for: '@ann' }]);
  const { session_id: session } = Created.parse(made.data);
  const cardRef = { collection: POSTS, id: `session-${session}` };
  const card = async () => JSON.parse((await app.store.get(cardRef))?.data.wanted ?? '{}');

  expect(await ask(app, ANN, ['session list', {}])).toMatchObject({
    message: '0 of 1 session is live. Never used: 1.',
    data: { sessions: [{ liveness: 'unused' }] },
  });
  expect(await card()).toMatchObject({ noted: 'unused', last_heard_at: null });

  const agent: Actor = { kind: 'agent', name: 'claude-7', session, actsFor: 'ann', scope: 'write' };
  const call = { input: {}, actor: agent, request: 'r', progress: () => undefined };
  const outcome = await answerCaller(app, operationNamed(OPERATIONS, 'session list'), call);
  expect(outcome).toMatchObject({
    message: '1 of 1 session is live.',
    data: { sessions: [{ liveness: 'untracked' }] },
  });
  expect(await card()).toMatchObject({ noted: 'live' });
});

test('the notice of a dead session mentions the person behind the agent', () => {
  const { blocks } = sessionLost({
    type: 'session-lost',
    session_id: 'session_1',
    name: 'claude-7',
    acts_for: 'U0ANN',
    last_heard_at: instantFromDate(new Date('2026-02-05T20:00:00Z')),
    held: [{ kind: 'lock', id: 'worker', until: null }],
  });
  expect(JSON.stringify(blocks)).toContain('{"type":"user","user_id":"U0ANN"}');
});
