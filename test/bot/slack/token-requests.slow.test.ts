import { expect, test } from 'vitest';
import * as z from 'zod';
import { personAt } from '#src/coordination/identity/actor.ts';
import { pendingPosts } from '#src/coordination/outbox/send-post.ts';
import { authenticate } from '#src/operations/kit/authenticate.ts';
import { outboxSender } from '#src/workers/outbox-sender.ts';
import { eventually } from '#test/eventually.ts';
import { runNamed } from '../../operations/run-named.ts';
import { aBot } from './a-bot.ts';
import { aWorkspace, type Person, textOf } from './a-workspace.ts';

const CreatedToken = z.object({ token: z.string() });

test('only the person whom the agent would act for can confirm its token', async () => {
  const { app, token, ann, bob, send } = await aTokenRequest();
  const card = await cardOf(ann);
  await bob.click(card, 'Confirm');
  expect(await bob.answer(1)).toContain('Only @ann can confirm or decline the token of claude-7 for @ann.');
  expect(await authenticate(app, token)).toMatchObject({ because: 'pending' });
  await ann.click(card, 'Confirm');
  expect(await ann.answer(1)).toContain('You confirmed the token of claude-7 for @ann.');
  expect(await authenticate(app, token)).toMatchObject({ type: 'actor' });
  await send();
  expect(textOf(await cardOf(ann))).toContain('✓ Confirmed by ann.');
  expect((await cardOf(ann)).blocks?.filter(({ type }) => type === 'actions')).toEqual([]);
});

test('a person declines a token with one click, and others learn that when they click', async () => {
  const { app, token, ann, send } = await aTokenRequest();
  const card = await cardOf(ann);
  await ann.click(card, 'Decline');
  expect(await ann.answer(1)).toContain('You declined the token of claude-7 for @ann. The token will never work.');
  await ann.click(card, 'Confirm');
  expect(await ann.answer(2)).toContain('@ann has already declined this token.');
  expect(await authenticate(app, token)).toMatchObject({ because: 'declined' });
  await send();
  expect(textOf(await cardOf(ann))).toContain('✕ This token will never work, because it was declined by ann.');
});

/** Bob, who may not take over, has created a token for an agent of ann, who may. The card is in the channel. */
async function aTokenRequest() {
  const local = await aWorkspace();
  const roles = {
    approvers: { type: 'every-person' },
    takeover: { type: 'listed', names: ['ann'] },
    forceCompleteApprovals: 1,
  } as const;
  const { app, transport } = await aBot(local, { overrides: { roles } });
  const sender = outboxSender({
    ...app,
    announcements: transport.announcements,
    now: () => new Date(),
    otherHolders: 'dead',
  });
  const send = () =>
    eventually(async () => {
      await sender.tick();
      expect(await pendingPosts(app.store)).toEqual([]);
    });
  const given = { session: 'claude-7', for: '@ann' };
  const actor = personAt('cli', { name: 'bob' });
  const outcome = await runNamed(app, { name: 'token create', given, actor, request: 'r1' });
  expect(outcome.decision).toBe('pending');
  await send();
  const [ann, bob] = [await local.person('ann'), await local.person('bob')];
  return { app, token: CreatedToken.parse(outcome.data).token, ann, bob, send };
}

async function cardOf(person: Person) {
  const card = (await person.read()).find((message) => textOf(message).includes('Confirm the token of claude-7?'));
  if (card === undefined) throw new Error('there is no card');
  return card;
}
