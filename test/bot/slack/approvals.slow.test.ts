import { WebClient } from '@slack/web-api';
import { describe, expect, test } from 'vitest';
import type { PageMessage } from '#local-slack/src/page-protocol.ts';
import { APPROVALS, approvalRef } from '#src/coordination/approvals/approval.ts';
import type { Roles } from '#src/coordination/identity/roles.ts';
import { pendingPosts } from '#src/coordination/outbox/send-post.ts';
import { readBatch } from '#src/pipeline/batch/read-batch.ts';
import { playersOf } from '#src/pipeline/player/player-document.ts';
import { outboxSender } from '#src/workers/outbox-sender.ts';
import { eventually } from '#test/eventually.ts';
import { anOpenBatch } from '../../pipeline/batch/an-open-batch.ts';
import { aPlayer } from '../../pipeline/player/a-player.ts';
import { aBot, aFolder, type Bot } from './a-bot.ts';
import { aWorkspace, CHANNEL, type Person, textOf } from './a-workspace.ts';

const EVERYBODY = ['ann', 'bob', 'cid', 'dee', 'eli', 'fay', 'gus', 'hal', 'ida', 'jon'];

describe('chatops 2.3: known failures of buttons', () => {
  test('one click acts several times: here three deliveries have one effect and one answer', async () => {
    const { local, bot, ann } = await aPendingCard();
    local.slack.faults.deliverCopies(3);
    await ann.click(await cardOf(ann), 'Approve');
    await ann.answer(2);
    expect(await decisions(bot)).toEqual(['ann']);
    expect(ann.ephemerals).toHaveLength(2);
  });

  test('two simultaneous clicks pass the same check: here one of ten people decides, and nine learn who and when', async () => {
    const { local, bot, ann } = await aPendingCard();
    const people = await Promise.all(EVERYBODY.map((name) => (name === 'ann' ? ann : local.person(name))));
    const card = await cardOf(ann);
    const before = ann.ephemerals.length;
    await Promise.all(people.map((person) => person.click(card, 'Approve')));
    const answers = await Promise.all(people.map((person) => person.answer(person === ann ? before + 1 : 1)));
    const [winner] = await decisions(bot);
    expect(answers.every((answer) => answer.includes(`${winner} approved the force-complete`))).toBe(true);
    expect(
      answers.filter((answer) => / at \w{3} \d{1,2}, \d{1,2}:\d\d [AP]M ET/.test(answer)).length,
    ).toBeGreaterThanOrEqual(9);
    expect(people.map((person) => person.ephemerals.length - (person === ann ? before : 0))).toEqual(
      people.map(() => 1),
    );
  });

  test('buttons stay live: here they disappear after the decision', async () => {
    const { bot, ann, send } = await aPendingCard();
    await ann.click(await cardOf(ann), 'Cancel');
    await ann.answer(2);
    await send();
    const card = await cardOf(ann);
    expect(card.blocks?.filter(({ type }) => type === 'actions')).toEqual([]);
    expect(textOf(card)).toContain('Cancelled by ann');
    expect(await decisions(bot)).toEqual(['ann']);
  });

  test('resolved elsewhere: a click on an outdated card says who decided', async () => {
    const { local, ann } = await aPendingCard();
    const stale = await cardOf(ann);
    const bob = await local.person('bob');
    await ann.click(stale, 'Approve');
    await ann.answer(2);
    await bob.click(stale, 'Cancel');
    expect(await bob.answer(1)).toContain('ann approved the force-complete');
  });

  test('after a restart the first click is lost: here it counts', async () => {
    const { local, bot, ann, dataFolder } = await aPendingCard();
    const card = await cardOf(ann);
    await bot.stop();
    const again = await aBot(local, { dataFolder });
    await ann.click(card, 'Approve');
    expect(await ann.answer(2)).toContain('ann approved the force-complete');
    expect(await decisions(again)).toEqual(['ann']);
  });

  test('an unauthorised clicker gets no feedback: here the person gets a sentence, and the card stays open', async () => {
    const { local, bot, ann } = await aPendingCard({ roles: listed('bob') });
    const card = await cardOf(ann);
    await ann.click(card, 'Approve');
    expect(await ann.answer(2)).toContain('You are not an approver.');
    expect(await decisions(bot)).toEqual([]);
    const bob = await local.person('bob');
    await bob.click(card, 'Approve');
    await bob.answer(1);
    expect(await decisions(bot)).toEqual(['bob']);
  });

  test('an approver can be listed by user id, which never changes', async () => {
    const local = await aWorkspace();
    const { id } = await local.person('ann');
    const { bot, ann } = await aPendingCard({ roles: listed(id), local });
    await ann.click(await cardOf(ann), 'Approve');
    await ann.answer(2);
    expect(await decisions(bot)).toEqual(['ann']);
  });

  test('two updaters race: of simultaneous Approve and Cancel one counts, and the card shows it', async () => {
    const { local, bot, ann, send } = await aPendingCard();
    const bob = await local.person('bob');
    const card = await cardOf(ann);
    await Promise.all([ann.click(card, 'Approve'), bob.click(card, 'Cancel')]);
    await Promise.all([ann.answer(2), bob.answer(1)]);
    await send();
    const [winner] = await decisions(bot);
    expect(textOf(await cardOf(ann))).toMatch(new RegExp(`(Approved|Cancelled) by ${winner}`));
  });

  test('the card reports success before the effect exists: here it shows no result until the runner has ended the batch', async () => {
    const { bot, ann, send, batchId } = await aPendingCard();
    await ann.click(await cardOf(ann), 'Approve');
    await ann.answer(2);
    await send();
    expect((await readBatch(bot.app.store, batchId))?.state).toBe('consolidating');
    expect(textOf(await cardOf(ann))).not.toContain('Result:');
  });

  test('an approval on an outdated card does not count, and the message asks the person to check the updated card', async () => {
    const { bot, ann } = await aPendingCard();
    const [request] = await bot.app.store.query({ collection: APPROVALS }, {});
    if (request === undefined) throw new Error('there is no request');
    const card = await cardOf(ann);
    await bot.app.store.update(approvalRef(request.id), { edition: 2 }, request.version);
    await ann.click(card, 'Approve');
    expect(await ann.answer(2)).toContain(
      'Your approval was not counted, because fewer players are done than your card showed',
    );
    expect(await decisions(bot)).toEqual([]);
  });

  test('approve opens a browser tab: here no button has a link', async () => {
    const { ann } = await aPendingCard();
    expect(JSON.stringify((await cardOf(ann)).blocks)).not.toContain('"url"');
  });

  test('a click is never ignored: a button of an older version says that it no longer works', async () => {
    const { local, ann } = await aPendingCard();
    const client = new WebClient(local.slack.tokens.bot, { slackApiUrl: local.slack.apiUrl });
    const text = { type: 'plain_text', text: 'Old' } as const;
    const elements = [{ type: 'button', action_id: 'gone-since-v0', value: 'x', text } as const];
    await client.chat.postMessage({ channel: CHANNEL, text: 'old', blocks: [{ type: 'actions', elements }] });
    const old = (await ann.read()).at(-1);
    if (old === undefined) throw new Error('the message is not there');
    await ann.click(old, 'Old');
    expect(await ann.answer(2)).toContain('This button is from an older version of Tipoff');
  });
});

test('the buttons of a card carry only an id', async () => {
  const { ann, batchId } = await aPendingCard();
  const [actions] = (await cardOf(ann)).blocks?.filter(({ type }) => type === 'actions') ?? [];
  expect(JSON.stringify(actions)).not.toContain(batchId);
});

interface PendingCard {
  readonly bot: Bot;
  readonly ann: Person;
  readonly local: Awaited<ReturnType<typeof aWorkspace>>;
  readonly dataFolder: string;
  readonly batchId: string;
  /** Sends the pending posts, so that the channel shows the wanted state. */
  readonly send: () => Promise<void>;
}

type CardOptions = Partial<Pick<Bot['app'], 'roles'>> & Partial<Pick<PendingCard, 'local'>>;

function listed(name: string): Roles {
  return {
    approvers: { type: 'listed', names: [name] },
    takeover: { type: 'every-person' },
    forceCompleteApprovals: 1,
  };
}

/** Ann has requested to end a batch without two of its players, and the card is in the channel. */
async function aPendingCard({ local: given, ...overrides }: CardOptions = {}): Promise<PendingCard> {
  const local = given ?? (await aWorkspace());
  const dataFolder = await aFolder();
  const bot = await aBot(local, { dataFolder, overrides });
  const ann = await local.person('ann');
  const { batch_id: batchId } = await anOpenBatch(
    bot.app.store,
    ['jokic', 'embiid'].map((lookup) => aPlayer(lookup)),
  );
  expect(await bot.app.store.count(playersOf(batchId), [['status', '==', 'requested']])).toBe(2);
  const sender = outboxSender({
    store: bot.app.store,
    announcements: bot.transport.announcements,
    log: bot.app.log,
    now: () => new Date(),
    instanceId: 'test',
    otherHolders: 'dead',
  });
  const send = () =>
    eventually(async () => {
      await sender.tick();
      expect(await pendingPosts(bot.app.store)).toEqual([]);
    });
  await ann.command('/batch force-complete');
  await ann.answer(1);
  await send();
  return { bot, ann, local, dataFolder, batchId, send };
}

async function cardOf(person: Person): Promise<PageMessage> {
  const card = (await person.read()).find((message) => textOf(message).includes('Force-complete the slate'));
  if (card === undefined) throw new Error('there is no card');
  return card;
}

/** The deciders of every request. */
async function decisions({ app }: Bot): Promise<readonly string[]> {
  const approvals = await app.store.query({ collection: APPROVALS }, {});
  return approvals.flatMap(({ data }) => data.decided_by ?? []);
}
