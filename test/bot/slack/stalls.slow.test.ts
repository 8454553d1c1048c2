import { describe, expect, test } from 'vitest';
import type { PageMessage } from '#local-slack/src/page-protocol.ts';
import type { Roles } from '#src/coordination/identity/roles.ts';
import { pendingPosts } from '#src/coordination/outbox/send-post.ts';
import { readBatch } from '#src/pipeline/batch/read-batch.ts';
import { sweepStalls } from '#src/pipeline/batch/sweep-stalls.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { outboxSender } from '#src/workers/outbox-sender.ts';
import { eventually } from '#test/eventually.ts';
import { aSlowStore } from '../../pipeline/batch/a-slow-night.ts';
import { predict } from '../../pipeline/batch/a-waiting-batch.ts';
import { anOpenBatch } from '../../pipeline/batch/an-open-batch.ts';
import { aPlayer } from '../../pipeline/player/a-player.ts';
import { aBot, type Bot } from './a-bot.ts';
import { aWorkspace, type Person, textOf } from './a-workspace.ts';

const PLAYERS = 136;
const DONE = 119;
const LOOKUPS = Array.from({ length: PLAYERS }, (_, index) => `player${String(index + 1).padStart(3, '0')}`);
const LATE = `player${DONE + 1}`;

describe('workers stopped at 119 of 136 players', () => {
  test('the channel shows the stall and its cause, a person approves, the results are partial, and a late player is included', async () => {
    const night = await aStalledNight();
    const { ann, bot, batchId } = night;
    const alert = textOf(await night.card());
    for (const part of [
      'has stalled',
      '119 of 136 players done',
      'No process runs the batch.',
      'Requested, never answered: 17',
      '119 of 136 players will be published',
      'One person must approve.',
    ]) {
      expect(alert).toContain(part);
    }
    await ann.click(await night.card(), 'Approve force-complete');
    expect(await ann.answer(1)).toContain('ann approved the force-complete');
    await predict(bot.app.store, batchId, LATE);
    await bot.app.runner.run(batchId);
    await night.send();
    const closed = await night.card();
    expect(textOf(closed)).toContain('Result: 119 of 136 players, partial. The stall ended after');
    expect(textOf(closed)).toContain('ann approved the force-complete.');
    expect(buttonsOf(closed)).toEqual(['Details']);
    expect(await night.find('is partial')).toContain('Force-completed with 119 of 136 players, approved by ann.');
    const [late] = await ann.readThread(await night.message('is partial'));
    if (late === undefined) throw new Error('the slate has no late results in its thread');
    expect(textOf(late)).toContain('1 prediction came after the slate was published');
    expect(textOf(late)).toContain(LATE.toUpperCase());
    await ann.click(late, 'Include them');
    expect(await ann.answer(2)).toContain('Included 1 late player.');
    expect(await readBatch(bot.app.store, batchId)).toMatchObject({
      state: 'done',
      generation: 2,
      rerun_players: [LATE],
    });
    await ann.click(late, 'Include them');
    expect(await ann.answer(3)).toContain('were included before');
    await night.send();
    const replies = await ann.readThread(await night.message('Slate of 2026-02-05'));
    expect(replies.map(textOf).join()).toContain('ann included them');
  });

  test('below 90 % two people decide on one card, and nobody else has a say', async () => {
    const night = await aStalledNight({
      approvers: { type: 'listed', names: ['ann', 'bob'] },
      forceCompleteApprovals: 2,
    });
    const { ann, bot, batchId } = night;
    const [bob, cid] = await Promise.all([night.person('bob'), night.person('cid')]);
    const first = await night.card();
    expect(textOf(first)).toContain('2 people must approve, because fewer than 90 % of the players are done.');
    await cid.click(first, 'Approve force-complete');
    expect(await cid.answer(1)).toContain('You are not an approver.');
    await ann.click(first, 'Approve force-complete');
    expect(await ann.answer(1)).toContain('One more person must also approve it.');
    await ann.click(first, 'Approve force-complete');
    expect(await ann.answer(2)).toContain('You have already approved this request.');
    await night.send();
    const second = await night.card();
    expect(textOf(second)).toContain('Approved so far by ann.');
    await bob.click(second, 'Approve force-complete');
    expect(await bob.answer(1)).toContain('ann and bob approved the force-complete');
    expect(await readBatch(bot.app.store, batchId)).toMatchObject({ state: 'consolidating', forced_by: 'ann and bob' });
    expect(await night.cards()).toHaveLength(1);
  });

  test('two people who approve at once: one decides, the other learns who', async () => {
    const night = await aStalledNight();
    const bob = await night.person('bob');
    const card = await night.card();
    await Promise.all([night.ann.click(card, 'Approve force-complete'), bob.click(card, 'Approve force-complete')]);
    const answers = await Promise.all([night.ann.answer(1), bob.answer(1)]);
    const batch = await readBatch(night.bot.app.store, night.batchId);
    expect(batch?.state).toBe('consolidating');
    for (const answer of answers) expect(answer).toContain(`${batch?.forced_by} approved the force-complete`);
  });

  test('a person lets it wait ten minutes, and the card says who', async () => {
    const night = await aStalledNight();
    await night.ann.click(await night.card(), 'Wait 10 min');
    expect(await night.ann.answer(1)).toContain('You snoozed the incident');
    await night.send();
    expect(textOf(await night.card())).toContain('ann waits until');
    await night.ann.click(await night.card(), 'Acknowledge');
    await night.ann.answer(2);
    await night.send();
    expect(textOf(await night.card())).toContain('Acknowledged by ann');
    expect(await night.cards()).toHaveLength(1);
  });

  test('every button of an outdated card says that the batch has ended, and changes nothing', async () => {
    const night = await aStalledNight();
    const outdated = await night.card();
    await night.ann.click(outdated, 'Approve force-complete');
    await night.ann.answer(1);
    await night.bot.app.runner.run(night.batchId);
    const before = await readBatch(night.bot.app.store, night.batchId);
    const labels = ['Approve force-complete', 'Re-run missing', 'Wait 10 min', 'Acknowledge'];
    for (const [index, label] of labels.entries()) {
      await night.ann.click(outdated, label);
      expect(await night.ann.answer(index + 2)).toMatch(
        /has ended: 119 of 136 players, partial|was resolved by itself/,
      );
    }
    expect(await readBatch(night.bot.app.store, night.batchId)).toEqual(before);
  });

  test('Details lists all players in pages, the missing ones first', async () => {
    const night = await aStalledNight();
    const { ann } = night;
    await ann.click(await night.card(), 'Details');
    const first = await eventually(() => viewWith(ann, 'Page 1 of 7'));
    expect(JSON.stringify(first.blocks)).toContain('requested, never answered');
    await ann.clickInView(first, 'Next ›');
    const next = await eventually(() => viewWith(ann, 'Page 2 of 7'));
    expect(JSON.stringify(next.blocks)).toContain('predicted');
  });
});

function viewWith({ views }: Person, text: string) {
  const view = views.findLast(({ blocks }) => JSON.stringify(blocks).includes(text));
  if (view === undefined) throw new Error(`No view shows ${text}`);
  return view;
}

function buttonsOf({ blocks = [] }: PageMessage): readonly string[] {
  const labels = JSON.stringify(blocks.filter(({ type }) => type === 'actions')).matchAll(/"text":"([^"]+)","emoji"/g);
  return [...labels].map(([, label = '']) => label);
}

interface StalledNight {
  readonly bot: Bot;
  readonly ann: Person;
  readonly batchId: string;
  readonly person: (name: string) => Promise<Person>;
  /** Sends the pending posts, so that the channel shows the wanted state. */
  readonly send: () => Promise<void>;
  /** The messages of the channel about the stall. */
  readonly cards: () => Promise<readonly PageMessage[]>;
  readonly card: () => Promise<PageMessage>;
  readonly message: (text: string) => Promise<PageMessage>;
  readonly find: (text: string) => Promise<string>;
}

const EVERYBODY: Pick<Roles, 'approvers' | 'forceCompleteApprovals'> = {
  approvers: { type: 'every-person' },
  forceCompleteApprovals: 1,
};

/** A batch of 136 players that stopped at 119 eleven minutes ago. The stall sweep has run, and the channel is up to date. */
async function aStalledNight(roles = EVERYBODY): Promise<StalledNight> {
  const local = await aWorkspace();
  const { store, pass } = aSlowStore();
  const overrides = { store, roles: { ...roles, takeover: { type: 'every-person' } } as const };
  const bot = await aBot(local, { overrides });
  const ann = await local.person('ann');
  const { batch_id: batchId } = await anOpenBatch(
    store,
    LOOKUPS.map((lookup) => aPlayer(lookup)),
  );
  for (const lookup of LOOKUPS.slice(0, DONE)) await predict(store, batchId, lookup);
  pass(11);
  await sweepStalls(bot.app);
  const send = senderOf(bot, store);
  await send();
  const message = async (text: string) => {
    const found = (await ann.read()).find((each) => textOf(each).includes(text));
    if (found === undefined) throw new Error(`No message says ${text}`);
    return found;
  };
  const cards = async () => (await ann.read()).filter((each) => textOf(each).includes('noticed at'));
  const card = async () => {
    const [found] = await cards();
    if (found === undefined) throw new Error('there is no card');
    return found;
  };
  const find = async (text: string) => textOf(await message(text));
  return { bot, ann, batchId, person: local.person, send, cards, card, message, find };
}

function senderOf({ app, transport }: Bot, store: DocumentStore): () => Promise<void> {
  const { announcements } = transport;
  const settings = { now: () => new Date(), instanceId: 'test', otherHolders: 'dead' } as const;
  const sender = outboxSender({ store, announcements, log: app.log, ...settings });
  return () =>
    eventually(async () => {
      await sender.tick();
      expect(await pendingPosts(store)).toEqual([]);
    });
}
