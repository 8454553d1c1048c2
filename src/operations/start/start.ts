import * as z from 'zod';
import type { AuditContext } from '../../coordination/audit/audit-context.ts';
import { BatchReport, listBatchReports } from '../../pipeline/batch/batch-report.ts';
import type { RequestPacing } from '../../pipeline/batch/batch-runner.ts';
import { nearestGameDates, readSlateGames } from '../../pipeline/batch/open-slate.ts';
import { gameDateOf } from '../../pipeline/dates/game-date.ts';
import { readImportState } from '../../pipeline/import/import-state.ts';
import { loadSample } from '../../pipeline/sample/load-sample.ts';
import type { App } from '../app.ts';
import { batchOutcome, openSlateOrThrow, runBatchToEnd } from '../batch/run-slate.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import { nextStep } from '../kit/next-step.ts';
import { type NextStep, operation, type Progress } from '../kit/operation.ts';
import { fittingItems } from '../kit/page.ts';
import { readSlatePage } from '../predict/read-slate-page.ts';
import { SlatePlayer } from '../predict/slate-player.ts';
import { chooseSlateDate, type SlateDate } from './choose-slate-date.ts';

const RECENT = 200;
const PLAYERS_SHOWN = 20;
const WATCHABLE: RequestPacing = { spreadMs: 2_400 };

const StartReport = BatchReport.extend({
  sample: z.boolean(),
  headline_model: z.string(),
  /** The players with the largest edges. */
  predictions: z.array(SlatePlayer),
});

export const start = operation({
  name: 'start',
  summary: "Show tonight's predictions. Loads sample data and runs the batch if needed.",
  input: z.strictObject({
    watch: z.boolean().default(false).describe('run the sample batch slowly'),
  }),
  output: StartReport,
  refusal: StartReport,
  positionals: [],
  effect: 'write',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  onInterrupt: 'Nothing is lost. The next `tipoff start` continues from here.',
  async run(app, { input, progress, ...caller }) {
    const isSample = await ensureData(app, progress);
    const { gameDate, why } = await slateDate(app);
    const done = (await listBatchReports(app.store, RECENT)).find(
      (report) => report.game_date === gameDate && report.state === 'done',
    );
    const { decision, code, message, data } =
      done === undefined
        ? await runSlate(app, gameDate, {
            progress,
            auditContext: auditContextOfCall(app, caller),
            pacing: isSample && input.watch ? WATCHABLE : 'at-once',
          })
        : batchOutcome(done);
    const slate = await readSlatePage(app, { gameDate, skip: 0, limit: PLAYERS_SHOWN });
    const predictions = fittingItems(slate.shown);
    const sentences = [
      ...(isSample
        ? ['This is a made-up sample league, not the NBA. `tipoff import <folder>` imports real data.']
        : []),
      ...(why === undefined ? [] : [why]),
      message,
    ];
    return {
      decision,
      code,
      message: sentences.join('\n'),
      data: { sample: isSample, ...data, headline_model: slate.headlineModel, predictions: [...predictions] },
      next: nextSteps(gameDate, predictions[0]?.player_name),
    };
  },
});

/** Creates a sample league up to today, unless real data was imported. Returns whether the data is the sample. */
async function ensureData(app: App, progress: Progress): Promise<boolean> {
  const onFile = (file: string) => progress(`Creating the sample league: ${file}`);
  return (await loadSample(app, gameDateOf(app.now()), onFile)) !== 'real-data';
}

async function slateDate({ warehouse, now }: App): Promise<SlateDate> {
  const today = gameDateOf(now());
  const { games: gamesToday } = await readSlateGames(warehouse, today);
  const { before, after } = await nearestGameDates(warehouse, today);
  const state = await readImportState(warehouse);
  const { lastPlayedDate, lastLineDate } = state.imported ? state : { lastPlayedDate: null, lastLineDate: null };
  return chooseSlateDate({ today, gamesToday, before, after, lastPlayedDate, lastLineDate });
}

async function runSlate(
  app: App,
  gameDate: string,
  { progress, auditContext, pacing }: { progress: Progress; auditContext: AuditContext; pacing: RequestPacing },
) {
  const { batchId } = await openSlateOrThrow(app, { gameDate, auditContext });
  return await runBatchToEnd(app, { batchId, progress, pacing });
}

function nextSteps(gameDate: string, player: string | undefined): readonly NextStep[] {
  return [
    ...(player === undefined ? [] : [nextStep('predict player', { name: player }, { why: 'See one player.' })]),
    nextStep('predict slate', { date: gameDate }, { why: 'See all predictions.' }),
    nextStep('predict verify', { date: gameDate }, { why: 'Compare the prediction table with the announcement.' }),
    nextStep('batch list', {}, { why: 'See all batches.' }),
  ];
}
