import { describe, expect, test } from 'vitest';
import type { PageMessage } from '#local-slack/src/page-protocol.ts';
import { lockRef } from '#src/coordination/deploy-locks/lock-storage.ts';
import { personAt } from '#src/coordination/identity/actor.ts';
import { pendingPosts } from '#src/coordination/outbox/send-post.ts';
import { releaseDeployLock } from '#src/operations/deploy/release.ts';
import { takeOverDeployLock } from '#src/operations/deploy/take-over.ts';
import { outboxSender } from '#src/workers/outbox-sender.ts';
import { eventually } from '#test/eventually.ts';
import { aBot, aFolder, type Bot } from './a-bot.ts';
import { aWorkspace, type Person, type TestWorkspace, textOf } from './a-workspace.ts';
import { visibleText } from './messages/visible-text.ts';

const CLAIM = '/deploy claim worker reason="Fix the filter"';

/** Ann holds worker, and the channel shows it. */
async function aHeldLock(local: TestWorkspace) {
  const dataFolder = await aFolder();
  const bot = await aBot(local, { dataFolder });
  const [ann, bob] = await Promise.all(['ann', 'bob'].map((name) => local.person(name)));
  if (ann === undefined || bob === undefined) throw new Error('nobody is there');
  await ann.command(CLAIM);
  expect(await ann.answer(1)).toContain('You hold the worker deploy lock');
  await send(bot);
  return { bot, dataFolder, ann, bob };
}

/** Sends the pending posts until the channel shows the wanted state. A reply is sent after the message of its thread. */
async function send({ app, transport }: Bot): Promise<void> {
  const clock = { ms: Date.now() };
  const sender = outboxSender({
    ...app,
    announcements: transport.announcements,
    now: () => new Date(clock.ms),
    otherHolders: 'dead',
  });
  await eventually(async () => {
    clock.ms += 60_000;
    await sender.tick();
    expect(await pendingPosts(app.store)).toEqual([]);
  });
}

async function holder({ app }: Bot): Promise<string | undefined> {
  return (await app.store.get(lockRef('worker')))?.data.hold?.claimant.name;
}

async function cards(person: Person): Promise<readonly PageMessage[]> {
  return (await person.read()).filter((message) => /worker (is|was) held/.test(textOf(message)));
}

/** The modal that a person's click opens. */
function openedModal({ views }: Person) {
  return eventually(() => {
    const [opened] = views;
    if (opened === undefined) throw new Error('no modal');
    return opened;
  });
}

async function newestCard(person: Person): Promise<PageMessage> {
  const card = (await cards(person)).at(-1);
  if (card === undefined) throw new Error('there is no card of a lock');
  return card;
}

describe('a lock in the channel', () => {
  test('/deploy without a verb shows every service and changes nothing', async () => {
    const { bot, bob } = await aHeldLock(await aWorkspace());
    await bob.command('/deploy');
    const answer = await bob.answer(1);
    expect(answer).toMatch(/worker — held by ann since .+ until .+: Fix the filter/);
    for (const service of ['bot', 'coordinator', 'features', 'grading']) expect(answer).toContain(`${service} — free`);
    expect(answer).toContain('global — free after worker');
    expect(await holder(bot)).toBe('ann');
  });

  test('a refusal is visible to the caller alone and has Queue up and Take over', async () => {
    const { bot, bob } = await aHeldLock(await aWorkspace());
    await bob.command('/deploy claim worker reason="Roll back"');
    expect(await bob.answer(1)).toMatch(/^ann has held the worker deploy lock since/);
    const [refusal] = bob.ephemerals;
    if (refusal === undefined) throw new Error('there is no refusal');
    await bob.click(refusal, 'Queue up');
    expect(await bob.answer(2)).toContain('You are number 1 in the queue');
    expect(await holder(bot)).toBe('ann');
    await bob.click(refusal, 'Queue up');
    expect(await bob.answer(3)).toContain('was already used');
  });

  test('a released lock is reserved for the next in the queue, who claims it once with a click', async () => {
    const { bot, ann, bob } = await aHeldLock(await aWorkspace());
    await bob.command('/deploy join worker reason="Roll back" for=45m');
    await bob.answer(1);
    await ann.click(await newestCard(ann), 'Release');
    await ann.answer(2);
    await send(bot);
    const reservation = (await bob.read()).find((message) => textOf(message).includes('bob is next'));
    if (reservation === undefined) throw new Error('nothing is reserved');
    await ann.click(reservation, 'Claim');
    expect(await ann.answer(3)).toContain('it is for somebody else');
    await Promise.all([bob.click(reservation, 'Claim'), bob.click(reservation, 'Claim')]);
    await bob.answer(3);
    expect(await holder(bot)).toBe('bob');
    expect((await bot.app.store.get(lockRef('worker')))?.data).toMatchObject({
      token: 2,
      hold: { reason: 'Roll back' },
    });
  });

  test('a take-over asks for the reason in a modal, notifies the holder in the thread, and removes the buttons of the old claim', async () => {
    const { bot, ann, bob } = await aHeldLock(await aWorkspace());
    await bob.click(await newestCard(bob), 'Take over');
    const view = await openedModal(bob);
    expect(visibleText(view.blocks)).toMatch(
      /^ann has held the worker deploy lock since .+ You are about to take over/,
    );
    await bob.submit(view, { reason: 'It is on fire', for: '1h' });
    expect(await bob.answer(1)).toContain('You took over the lock from ann');
    await send(bot);
    const [first, second] = await cards(ann);
    expect(first && textOf(first)).toContain('Taken over by bob');
    expect(first?.blocks?.some(({ type }) => type === 'actions')).toBe(false);
    expect(second && textOf(second)).toContain('worker is held by bob');
    expect(first?.reply_count).toBe(1);
  });

  test('a modal with an invalid field stays open, shows the error and keeps the input', async () => {
    const { bot, bob } = await aHeldLock(await aWorkspace());
    await bob.click(await newestCard(bob), 'Take over');
    const view = await openedModal(bob);
    expect(await bob.submit(view, { reason: 'It is on fire', for: 'banana' })).toMatchObject({
      error: 'view_errors',
      message: expect.stringContaining('"banana" is not a length of time; write 45m'),
    });
    expect(bob.ephemerals).toEqual([]);
    expect(await holder(bot)).toBe('ann');
    await bob.submit(view, { reason: 'It is on fire', for: '1h' });
    expect(await bob.answer(1)).toContain('You took over the lock from ann');
  });

  test('a click works after a restart, and a click on an ended claim says how it ended', async () => {
    const local = await aWorkspace();
    const { bot, dataFolder, ann } = await aHeldLock(local);
    const card = await newestCard(ann);
    await bot.stop();
    const again = await aBot(local, { dataFolder });
    await ann.click(card, 'Release');
    expect(await ann.answer(2)).toContain('You released the worker deploy lock');
    await ann.click(card, 'Release');
    expect(await ann.answer(3)).toMatch(
      /Token 1 is no longer valid\. Nothing was changed\. The claim of ann \(token 1\) was released/,
    );
    expect(await holder(again)).toBeUndefined();
  });

  test('ten clicks on Extend, each delivered three times, keep one claim', async () => {
    const local = await aWorkspace();
    const { bot, ann } = await aHeldLock(local);
    const card = await newestCard(ann);
    local.slack.faults.deliverCopies(3);
    await Promise.all(Array.from({ length: 10 }, () => ann.click(card, 'Extend 30 min')));
    await ann.answer(11);
    expect((await bot.app.store.get(lockRef('worker')))?.data).toMatchObject({ token: 1, hold: { token: 1 } });
  });

  test('a command that Slack delivers three times is one claim', async () => {
    const local = await aWorkspace();
    const bot = await aBot(local);
    const ann = await local.person('ann');
    local.slack.faults.deliverCopies(3);
    await ann.command(CLAIM);
    await ann.answer(1);
    await send(bot);
    expect(await cards(ann)).toHaveLength(1);
    expect((await bot.app.store.get(lockRef('worker')))?.data.token).toBe(1);
  });

  test('claims work while Slack is down, and the channel later shows each claim once', async () => {
    const local = await aWorkspace();
    const { bot, ann } = await aHeldLock(local);
    const over = local.slack.faults.outage();
    for (const reason of ['Second', 'Third']) {
      const bob = { actor: personAt('cli', { name: 'bob' }), progress: () => undefined };
      const { token = 0 } = (await bot.app.store.get(lockRef('worker')))?.data ?? {};
      const input = { service: 'worker', reason: `${reason} try`, for: '30m', confirm: token };
      await takeOverDeployLock.run(bot.app, { ...bob, input, request: `take-over-${reason}` });
      await releaseDeployLock.run(bot.app, { ...bob, input: { all: true }, request: `release-${reason}` });
    }
    over();
    await send(bot);
    const shown = (await cards(ann)).map(textOf);
    expect(shown).toHaveLength(3);
    expect(shown.every((text) => text.includes('worker was held by'))).toBe(true);
  });
});
