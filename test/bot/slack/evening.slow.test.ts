import { expect, test } from 'vitest';
import { pendingPosts } from '#src/coordination/outbox/send-post.ts';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import { verifyPredictions } from '#src/pipeline/results/verify-predictions.ts';
import { sampleLeague } from '#src/pipeline/sample/sample-league.ts';
import { outboxSender } from '#src/workers/outbox-sender.ts';
import { eventually } from '#test/eventually.ts';
import { aBot } from './a-bot.ts';
import { aWorkspace, type Person, textOf } from './a-workspace.ts';
import { visibleText } from './messages/visible-text.ts';

const TONIGHT = '2026-02-05';
const SMALL = { seed: 'test', today: TONIGHT, teams: 6, playersPerTeam: 10, gamesPerTeam: 20, gamesTonight: 3 };

test('one evening: a command starts a batch, one message shows progress and results, and the slate is browsed', async () => {
  const { ann, bot, send } = await anEvening();

  await ann.command(`/batch start date=${TONIGHT}`);
  expect(await ann.answer(1)).toContain('has started');
  await eventually(async () => {
    await send();
    expect(await slateMessages(ann)).toEqual([expect.stringContaining(`Slate of ${TONIGHT} is ready`)]);
  });

  const [results = ''] = await slateMessages(ann);
  const table = await verifyPredictions(bot.app, TONIGHT, undefined);
  expect(results, 'RT-52').toContain(`${table.total} predictions by ${table.models} models for ${table.games} games.`);
  expect(results, 'RT-52').toMatch(new RegExp(`\\b${table.players} of \\d+ players predicted`));

  const message = (await ann.read()).at(-1);
  if (message === undefined) throw new Error('there is no message');
  await ann.click(message, 'Full slate');
  const first = await pageOf(ann, 'Players 1 to 20');
  await ann.clickInView(first, 'Next ›');
  const second = await pageOf(ann, 'Players 21 to');
  await ann.clickInView(second, '‹ Previous');
  const again = await pageOf(ann, 'Players 1 to 20');
  expect(visibleText(again.blocks)).toBe(visibleText(first.blocks));
  expect(namesOf(first).filter((name) => namesOf(second).includes(name))).toEqual([]);

  for (const [index, [line, expected]] of Object.entries([
    ['/batch', 'The slate is ready.'],
    ['/batch list', TONIGHT],
    [`/predict slate date=${TONIGHT}`, 'predictions for'],
    [`/predict verify date=${TONIGHT}`, 'The prediction table matches the results in the channel'],
    [`/predict player ${namesOf(first)[0]}`, 'models predicted him'],
  ] as const)) {
    await ann.command(line);
    expect(await ann.answer(Number(index) + 2)).toContain(expected);
  }
});

async function anEvening() {
  const local = await aWorkspace();
  const bot = await aBot(local);
  await importFiles(bot.app, { sources: sampleLeague(SMALL), origin: 'sample', progress: () => undefined });
  const { store, log } = bot.app;
  const sender = outboxSender({
    store,
    announcements: bot.transport.announcements,
    log,
    now: () => new Date(),
    instanceId: 'test',
    otherHolders: 'dead',
  });
  const send = async () => {
    await sender.tick();
    expect(await pendingPosts(store)).toEqual([]);
  };
  return { bot, send, ann: await local.person('ann') };
}

async function slateMessages(person: Person): Promise<readonly string[]> {
  return (await person.read()).map(textOf).filter((text) => text.includes('Slate of'));
}

function pageOf(person: Person, text: string) {
  return eventually(() => {
    const view = person.views.at(-1);
    if (view === undefined || !visibleText(view.blocks).includes(text)) throw new Error(`no page with ${text}`);
    return view;
  });
}

function namesOf(view: { readonly blocks: unknown }): readonly string[] {
  return [...visibleText(view.blocks).matchAll(/^(.+?) · \d+\.\d points · /gm)].map(([, name = '']) => name);
}
