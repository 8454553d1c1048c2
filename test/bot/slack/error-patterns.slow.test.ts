import { expect, test } from 'vitest';
import type { PageMessage } from '#local-slack/src/page-protocol.ts';
import { INCIDENTS } from '#src/coordination/incidents/incident.ts';
import { pendingPosts } from '#src/coordination/outbox/send-post.ts';
import { sweepStalledBatches } from '#src/jobs/sweep-stalls.ts';
import { readBatchReport } from '#src/pipeline/batch/batch-report.ts';
import { readBatch } from '#src/pipeline/batch/read-batch.ts';
import { startBatch } from '#src/pipeline/batch/start-batch.ts';
import { checkDeliveries } from '#src/pipeline/deliveries/check-deliveries.ts';
import { deliveryTally } from '#src/pipeline/deliveries/delivery-tally.ts';
import { batchRef } from '#src/pipeline/documents/batch-document.ts';
import { importFiles } from '#src/pipeline/import/import-files.ts';
import { playerRef } from '#src/pipeline/player/player-document.ts';
import { toMessage } from '#src/pipeline/player/prediction-request.ts';
import { recordOutcome } from '#src/pipeline/player/record-outcome.ts';
import { verifyPredictions } from '#src/pipeline/results/verify-predictions.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { inProcessQueue } from '#src/platform/embedded/in-process-queue.ts';
import { instantFromDate, laterBy } from '#src/platform/instant.ts';
import { outboxSender } from '#src/workers/outbox-sender.ts';
import { eventually } from '#test/eventually.ts';
import { aTrail } from '../../coordination/audit/a-chain.ts';
import { anOpenBatch, GAME_DATE } from '../../pipeline/batch/an-open-batch.ts';
import { NOW, silentLog } from '../../pipeline/pipeline-stores.ts';
import { aPlayer } from '../../pipeline/player/a-player.ts';
import { EXPECTED, injuryReport, OUT, players, watched } from '../../workers/a-ruled-out-night.ts';
import { aBot, aFolder, type Bot } from './a-bot.ts';
import { aWorkspace, type Person, type TestWorkspace, textOf } from './a-workspace.ts';

const THREE_HOURS_MS = 3 * 60 * 60_000;
const NEXT_DATE = '2026-02-06';
const EARLIER = ['2026-02-03', '2026-02-04'];
const FAILED = { status: 'failed', reason: 'attempts_exhausted', deliveries: 5, error: 'the row is locked' } as const;

function senderOf({ app, transport }: Bot) {
  const { store, log } = app;
  const sender = outboxSender({
    store,
    announcements: transport.announcements,
    log,
    now: () => new Date(),
    instanceId: 'test',
    otherHolders: 'dead',
  });
  return () =>
    eventually(async () => {
      await sender.tick();
      expect(await pendingPosts(store)).toEqual([]);
    });
}

async function startNow(store: DocumentStore, gameDate: string): Promise<string> {
  const asOf = instantFromDate(NOW);
  return (await startBatch(store, { gameDate, asOf, mode: 'RETRY', now: NOW, auditContext: aTrail() })).batchId;
}

async function startThreeHoursAgo(store: DocumentStore, gameDate: string): Promise<void> {
  const batchId = await startNow(store, gameDate);
  await store.transaction(async (transaction) => {
    const generation_started_at = laterBy(await transaction.now(), -THREE_HOURS_MS);
    transaction.update(batchRef(batchId), { generation_started_at });
  });
}

async function messageWith(person: Person, text: string): Promise<PageMessage> {
  const found = (await person.read()).find((message) => textOf(message).includes(text));
  if (found === undefined) throw new Error(`no message says ${text}`);
  return found;
}

async function incidentKeys({ app }: Bot): Promise<readonly string[]> {
  return (await app.store.query({ collection: INCIDENTS }, {})).map(({ data }) => data.key);
}

/** A bot whose queue counts the deliveries. */
async function aWatchedBot(local: TestWorkspace, dataFolder: string) {
  const { queue, deliveries } = watched(inProcessQueue({ log: silentLog }));
  const bot = await aBot(local, { dataFolder, overrides: { queue } });
  return { bot, deliveries, send: senderOf(bot) };
}

test('a bypassed filter: 136 published, 17 out: done at the first delivery, one alert for the poison message, and a repetition changes nothing', async () => {
  const local = await aWorkspace();
  const dataFolder = await aFolder();
  const { bot, deliveries, send } = await aWatchedBot(local, dataFolder);
  const { app } = bot;
  const ann = await local.person('ann');
  await importFiles(app, { sources: [injuryReport()], origin: 'files' });
  for (const gameDate of EARLIER) await startThreeHoursAgo(app.store, gameDate);
  const { batch_id } = await anOpenBatch(app.store, players);
  await app.queue.publish([{ body: JSON.stringify({ batch_id, game_date: GAME_DATE }), attributes: {} }]);

  await app.runner.run(batch_id);
  await sweepStalledBatches.run(app, NOW);
  await send();

  const report = await readBatchReport(app.store, batch_id);
  expect(report).toMatchObject({
    result: 'complete',
    expected: EXPECTED,
    predicted: EXPECTED - OUT,
    skipped: { player_injury_out: OUT },
    failed: {},
    missing: 0,
  });
  expect(new Set(deliveries.values()), 'each request is delivered once').toEqual(new Set([1]));
  const [poison = ''] = await incidentKeys(bot);
  expect(await incidentKeys(bot), 'only the poison message alerts').toEqual([poison]);
  const alert = textOf(await messageWith(ann, 'A queue message is not a prediction request'));
  expect(alert).toContain('player_lookup: is missing');
  expect(alert).toContain(`{'batch_id':'${batch_id}','game_date':'${GAME_DATE}'}`);
  expect(textOf(await messageWith(ann, `Slate of ${GAME_DATE} is ready`))).toContain(`${EXPECTED - OUT} of`);
  for (const gameDate of EARLIER) {
    const shown = (await ann.read()).map(textOf).filter((text) => text.includes(gameDate));
    expect(shown).toContainEqual(expect.stringMatching(/abandoned/i));
  }
  const table = await verifyPredictions(app, GAME_DATE, undefined);
  const channel = (await ann.read()).map(textOf);
  await bot.stop();

  const restarted = await aWatchedBot(local, dataFolder);
  const again = restarted.bot.app;
  const requests = players.map(({ player_lookup }) =>
    toMessage({ batch_id, game_date: GAME_DATE, player_lookup: String(player_lookup), attempt: 1 }),
  );
  const next = await startNow(again.store, NEXT_DATE);
  await again.runner.run(batch_id);
  await again.queue.publish([...requests, ...requests]);
  await again.runner.run(next);
  await eventually(() => {
    const counts = [...restarted.deliveries.values()];
    expect(counts).toEqual(Array(EXPECTED).fill(2));
  });
  expect(await readBatchReport(again.store, batch_id)).toEqual(report);
  expect(await verifyPredictions(again, GAME_DATE, undefined)).toEqual(table);
  expect(await incidentKeys(restarted.bot)).toEqual([poison]);
  await restarted.send();
  const after = (await ann.read()).map(textOf);
  expect(after.filter((text) => !text.includes(NEXT_DATE))).toEqual(channel);
});

/** A night in which the open request of `coby` was delivered three times without an answer, and `zion` has failed. */
async function aNightOfErrors() {
  const local = await aWorkspace();
  const bot = await aBot(local);
  const { app } = bot;
  const { batch_id: batchId } = await anOpenBatch(app.store, [
    aPlayer('coby', { player_name: 'Coby White' }),
    aPlayer('zion', { player_name: 'Zion Williamson' }),
  ]);
  const tally = deliveryTally(app);
  for (const deliveries of [1, 2, 3]) {
    for (const playerLookup of ['coby', 'zion']) {
      const unanswered = { playerLookup, attempt: 1, deliveries };
      tally.record({ batchId, class: 'transient', reason: 'the row is locked', unanswered });
    }
  }
  await recordOutcome(app.store, { batchId, playerLookup: 'zion', attempt: 1, outcome: FAILED });
  await tally.save();
  const check = () => checkDeliveries({ ...app, peopleToCall: [] });
  await check();
  const send = senderOf(bot);
  await send();
  return { bot, batchId, check, send, ann: await local.person('ann') };
}

test('the card of a retry loop leads to the errors, skips the open request and redrives the failed player', async () => {
  const { bot, batchId, check, send, ann } = await aNightOfErrors();
  const card = await messageWith(ann, 'A prediction request fails again and again');
  expect(textOf(card)).toContain('"Coby White" (3 deliveries, still open, last error "the row is locked")');
  await ann.click(card, 'See the errors');
  expect(await ann.answer(1)).toContain(`Failed players of batch ${batchId}: 1.`);
  await ann.click(card, 'Skip Coby White');
  expect(await ann.answer(2)).toContain('Skipped "Coby White"');
  await ann.click(card, 'Skip Coby White');
  expect(await ann.answer(3)).toContain('There is nothing to skip');
  await ann.click(card, 'Redrive');
  expect(await ann.answer(4)).toContain('Predicted 1 player again.');
  expect((await bot.app.store.get(playerRef(batchId, 'coby')))?.data.reason).toBe('skipped_by_person');
  expect((await readBatch(bot.app.store, batchId))?.state).toBe('done');
  await check();
  await ann.click(card, 'Redrive');
  expect(await ann.answer(5)).toContain('The incident prediction-errors has changed');
  await send();
  const ended = await messageWith(ann, 'A prediction request fails again and again');
  expect(textOf(ended)).toContain('Resolved by itself after');
});

test('a person redrives from the list of dead letters, and the answer has a button for it', async () => {
  const { ann } = await aNightOfErrors();
  await ann.command('/batch dead-letters');
  expect(await ann.answer(1)).toContain('the row is locked');
  const [list] = ann.ephemerals;
  if (list === undefined) throw new Error('there is no list');
  await ann.click(list, 'Skip coby');
  expect(await ann.answer(2)).toContain('Skipped "Coby White"');
  await ann.click(list, 'Redrive');
  expect(await ann.answer(3)).toContain('Predicted 1 player again.');
});
