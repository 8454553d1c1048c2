import { expect, test } from 'vitest';
import type { PageMessage } from '#local-slack/src/page-protocol.ts';
import { listBatchReports } from '#src/pipeline/batch/batch-report.ts';
import { previousGameDate } from '#src/pipeline/dates/game-date.ts';
import { readSlate } from '#src/pipeline/results/read-slate.ts';
import { readTipOffDates } from '#src/pipeline/tip-off/read-tip-off.ts';
import { millisOf } from '#src/platform/instant.ts';
import { eventually } from '#test/eventually.ts';
import { textOf } from '../bot/slack/a-workspace.ts';
import { aWeek } from './a-week.ts';
import { filesOfMorning, freshLines, wholeLeague } from './sample-files.ts';

const SUNDAY = '2026-02-01';
const STALL_DAY = '2026-02-04';
const INJURY_DAY = '2026-02-06';
const DATES = [SUNDAY, '2026-02-02', '2026-02-03', STALL_DAY, '2026-02-05', INJURY_DAY, '2026-02-07'];
/** On the other days the bot sleeps in the afternoon, so that the test is short. */
const BUSY_DAYS = [STALL_DAY, '2026-02-05', INJURY_DAY];
const NEXT_SUNDAY = '2026-02-08';
/** More than a tenth of the players of that day. A stalled batch that misses fewer is published without asking. */
const LOST = ['eamonjarvis', 'felixvance', 'kamalstanhope', 'tobiasbramwell'];
const MINUTE_MS = 60_000;
const REPORT = 'report_at,game_date,player_name,team,status,reason,report_scope';

type Week = Awaited<ReturnType<typeof aWeek>>;

/** A time of day in New York, in winter. */
const at = (date: string, time: string) => `${date}T${time}:00-05:00`;

test('the channel tells the story of a week: imports, slates, a stall, a late injury, results and the health of each morning', async () => {
  const week = await aWeek(at(SUNDAY, '02:00'));
  for (const date of DATES) {
    await night(week, date);
    await morning(week, date);
    if (BUSY_DAYS.includes(date)) await afternoon(week, date);
  }
  await night(week, NEXT_SUNDAY);
  await morning(week, NEXT_SUNDAY);
  // `npm test -- test/week -u` writes the file again after an intended change of a message.
  await expect(week.story.text()).toMatchFileSnapshot('week.txt');
});

/** Data arrives, and the early run predicts the games of the evening. */
async function night(week: Week, date: string): Promise<void> {
  await week.put(date === SUNDAY ? await wholeLeague(date) : await filesOfMorning(date, previousGameDate(date)));
  await week.at(at(date, '02:05'));
  if (date === STALL_DAY) await stalledRun(week, date);
  else await week.at(at(date, '02:30'));
}

async function morning(week: Week, date: string): Promise<void> {
  await week.at(at(date, '07:00'));
  await week.at(at(date, '07:10'));
}

async function afternoon(week: Week, date: string): Promise<void> {
  await week.put(await freshLines(date, `${date}T20:20:00Z`));
  await week.at(at(date, '15:30'));
  await week.at(at(date, '16:00'));
  if (date === INJURY_DAY) await lateInjury(week, date);
  await week.at(at(date, '19:00'));
  if (date === INJURY_DAY) await tipOff(week, date);
}

/** The requests of four players are lost, the batch stalls, and ann approves that it is published without them. */
async function stalledRun(week: Week, date: string): Promise<void> {
  week.lose(LOST);
  await week.begin(at(date, '02:30'));
  await week.pass(12, await batchWithoutLost(week));
  const card = await messageWith(week, 'has stalled');
  await messageWith(week, 'running for 12 min');
  await week.tell();
  week.lose([]);
  await week.ann.click(card, 'Approve force-complete');
  expect(await week.ann.answer(1)).toContain('ann approved the force-complete');
  await week.idle();
  await week.tell();
}

/** Resolves to the message with this text when the channel shows it. */
function messageWith(week: Week, text: string): Promise<PageMessage> {
  return eventually(async () => {
    await week.send();
    const found = (await week.ann.read()).find((message) => textOf(message).includes(text));
    if (found === undefined) throw new Error(`no message says ${text}`);
    return found;
  });
}

/** Resolves to the id of the running batch when only the lost requests have no answer. */
function batchWithoutLost({ app }: Week): Promise<string> {
  return eventually(async () => {
    const [batch] = await listBatchReports(app.store, 1);
    expect(batch).toMatchObject({ state: 'open', missing: LOST.length });
    return batch?.batch_id ?? '';
  });
}

/** The channel gets the card 60 minutes before the first tip-off, and a message 15 minutes before it. */
async function tipOff(week: Week, date: string): Promise<void> {
  const tonight = (await readTipOffDates(week.app)).find(({ gameDate }) => gameDate === date);
  if (tonight === undefined) throw new Error(`${date} has no first tip-off`);
  for (const minutes of [60, 15, 0]) {
    await week.at(new Date(millisOf(tonight.firstTipoff) - minutes * MINUTE_MS).toISOString());
  }
}

/** The predicted player with the highest line is ruled out half an hour before the first game. */
async function lateInjury(week: Week, date: string): Promise<void> {
  const rows = await readSlate(week.app.warehouse, { gameDate: date, headlineModel: 'catboost_v9' });
  const [star] = rows.toSorted((a, b) => (b.current_points_line ?? 0) - (a.current_points_line ?? 0));
  const row = `${date}T23:20:00Z,${date},${star?.player_name},${star?.team_abbr},Out,right ankle,partial`;
  await week.put([{ name: 'injuries.csv', text: [REPORT, row].join('\n') }]);
  await week.at(at(date, '18:30'));
}
