import { expect, test, vi } from 'vitest';
import * as z from 'zod';
import { personAt } from '#src/coordination/identity/actor.ts';
import { duePosts } from '#src/coordination/posts/send-post.ts';
import { postSender } from '#src/jobs/post-sender.ts';
import { authenticate } from '#src/operations/authenticate.ts';
import { parseInput } from '#src/operations/input/parse-input.ts';
import { OPERATIONS } from '#src/operations/registry.ts';
import { aBot } from './a-bot.ts';
import { aWorkspace, textOf } from './a-workspace.ts';

const Made = z.object({ token: z.string(), session_id: z.string() });

test('an agent has a card in the channel, and a person who ends its session there ends it for good', async () => {
  const local = await aWorkspace();
  const bot = await aBot(local);
  const ann = await local.person('ann');
  const ask = (name: string, given: object, actor = personAt('cli', { name: 'ann' })) => {
    const operation = OPERATIONS.find((each) => each.name === name);
    if (operation === undefined) throw new Error(`there is no operation ${name}`);
    const input = parseInput(operation.input, given);
    return operation.run(bot.app, { input, actor, request: bot.app.newId(), progress: () => undefined });
  };
  const made = Made.parse((await ask('token create', { session: 'claude-7', for: '@ann' })).data);
  const agent = await authenticate(bot.app, made.token);
  if (agent.type === 'refused') throw new Error(agent.because);

  const { store, log } = bot.app;
  const { announcements } = bot.door;
  const sender = postSender({
    store,
    announcements,
    log,
    now: () => new Date(),
    instanceId: 't',
    otherHolders: 'dead',
  });
  const send = () =>
    vi.waitFor(async () => {
      await sender.tick();
      expect(await duePosts(store)).toEqual([]);
    }, 4_000);
  const cardWith = async (part: string) => {
    const card = (await ann.read()).find((message) => textOf(message).includes(part));
    if (card === undefined) throw new Error(`no message says ${part}`);
    return card;
  };
  await send();
  const card = await cardWith('claude-7 for @ann');
  expect(textOf(card)).toContain('is live');

  await ann.click(card, 'End session');
  expect(await ann.answer(1)).toContain(`The session ${made.session_id} has ended.`);
  await send();
  const ended = await cardWith('is over');
  expect(ended.blocks?.filter(({ type }) => type === 'actions')).toEqual([]);
  expect(await ask('session start', {}, agent.actor)).toMatchObject({ code: 'ended_by_person' });
});
