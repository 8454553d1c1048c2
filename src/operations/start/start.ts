import * as z from 'zod';
import type { AuditContext } from '../../coordination/audit/trail.ts';
import { listBatchReports } from '../../pipeline/batch/batch-report.ts';
import type { RequestPacing } from '../../pipeline/batch/batch-runner.ts';
import { nearestGameDates, readSlateGames } from '../../pipeline/batch/open-slate.ts';
import { gameDateOf } from '../../pipeline/dates/game-date.ts';
import { readSlate } from '../../pipeline/results/read-slate.ts';
import { loadSample } from '../../pipeline/sample/load-sample.ts';
import { Problem } from '../../platform/problem.ts';
import type { App } from '../app.ts';
import { openSlateOrRefuse, outcomeOfReport, runToEnd } from '../batch/run-slate.ts';
import { type NextStep, operation, type Progress } from '../kit/operation.ts';
import { auditContextOfCall } from '../kit/trail.ts';

const RECENT = 200;
const WATCHABLE: RequestPacing = { spreadMs: 2_400 };

export const start = operation({
  name: 'start',
  summary:
    "Show tonight's predictions: makes a sample league if nothing was imported, and runs the batch unless it is done.",
  input: z.strictObject({
    watch: z.boolean().default(false).describe('let the batch of the sample league fill at a pace that can be watched'),
  }),
  positionals: [],
  effect: 'write',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  onInterrupt: 'Nothing is lost: the next `tipoff start` goes on from here.',
  async run(app, { input, progress, ...asked }) {
    const isSample = await haveData(app, progress);
    const { gameDate, why } = await slateDate(app);
    const done = (await listBatchReports(app.store, RECENT)).find(
      (report) => report.game_date === gameDate && report.state === 'done',
    );
    const { decision, code, message, data } =
      done === undefined
        ? await runSlate(app, gameDate, {
            progress,
            auditContext: auditContextOfCall(app, asked),
            pacing: isSample && input.watch ? WATCHABLE : 'at-once',
          })
        : outcomeOfReport(done);
    const predictions = await readSlate(app.warehouse, gameDate);
    const sentences = [
      ...(isSample
        ? ['This is a made-up sample league, not the NBA: `tipoff import <folder>` takes in real data.']
        : []),
      ...(why === undefined ? [] : [why]),
      message,
    ];
    return {
      decision,
      code,
      message: sentences.join('\n'),
      data: { sample: isSample, ...data, predictions },
      next: nextSteps(gameDate, predictions[0]?.player_name),
    };
  },
});

/** Without real data there is a sample league, brought up to today. Answers whether the data is that sample. */
async function haveData(app: App, progress: Progress): Promise<boolean> {
  const told = (file: string) => progress(`Making a sample league: ${file}`);
  return (await loadSample(app, gameDateOf(app.now()), told)) !== 'real-data';
}

/** Tonight; where there are no games tonight the next date that has some, and where the schedule has ended its last one. */
async function slateDate({ warehouse, now }: App): Promise<{ gameDate: string; why?: string }> {
  const today = gameDateOf(now());
  if ((await readSlateGames(warehouse, today)).games > 0) return { gameDate: today };
  const { before, after } = await nearestGameDates(warehouse, today);
  if (after !== null)
    return { gameDate: after, why: `There are no games today, ${today}; this is the next date with games.` };
  if (before !== null)
    return { gameDate: before, why: `The schedule ends before today, ${today}; this is its last date.` };
  const message = 'The schedule is empty. `tipoff import <folder>` takes in one that has games.';
  throw new Problem({ code: 'no_games', message });
}

async function runSlate(
  app: App,
  gameDate: string,
  { progress, auditContext, pacing }: { progress: Progress; auditContext: AuditContext; pacing: RequestPacing },
) {
  const { batchId } = await openSlateOrRefuse(app, { gameDate, auditContext });
  return await runToEnd(app, { batchId, progress, pacing });
}

function nextSteps(gameDate: string, player: string | undefined): readonly NextStep[] {
  return [
    ...(player === undefined
      ? []
      : [{ operation: 'predict player', arguments: { name: player }, why: 'See one player.' }]),
    { operation: 'predict verify', arguments: { date: gameDate }, why: 'Count the table against what was announced.' },
    { operation: 'batch list', arguments: {}, why: 'See all batches.' },
  ];
}
