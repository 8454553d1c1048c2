import type { BatchReport } from '../../pipeline/batch/batch-report.ts';
import { completedOf } from '../../pipeline/batch/batch-report.ts';
import type { RequestPacing, RunOptions } from '../../pipeline/batch/batch-runner.ts';
import { totalPlayers } from '../../pipeline/batch/count-outcomes.ts';
import { openSlate, type SlateRequest } from '../../pipeline/batch/open-slate.ts';
import { partialReason } from '../../pipeline/batch/partial-reason.ts';
import { type ClosedGame, closedGamesSentence } from '../../pipeline/documents/closed-game.ts';
import { failedChecksText } from '../../pipeline/slate-checks/check-result.ts';
import { Problem } from '../../platform/problem.ts';
import type { App } from '../app.ts';
import { countedText } from '../kit/count-text.ts';
import { nextStep } from '../kit/next-step.ts';
import type { Outcome, Progress } from '../kit/operation.ts';
import { presentBatch } from './find-batch.ts';

export interface OpenedSlate {
  readonly batchId: string;
  /** `already-open`: another caller started the batch, or a stopped process left it open. */
  readonly type: 'started' | 'already-open';
}

/**
 * Opens a batch for a date. Throws a `Problem` `no_games` that names the nearest dates with games, or `games_begun` if all
 * games of the date have begun with published predictions.
 */
export async function openSlateOrThrow(app: App, request: SlateRequest): Promise<OpenedSlate> {
  const opened = await openSlate(app, request);
  if (opened.type === 'games-begun') throw gamesBegun(request.gameDate, opened.games);
  if (opened.type !== 'no-games') return opened;
  const nearest = [opened.before, opened.after].filter((date) => date !== null);
  const hint =
    nearest.length === 0
      ? 'No schedule is imported yet. Import one with `tipoff import <folder>`, or create a sample with `tipoff start`.'
      : `The nearest dates with games are ${nearest.join(' and ')}.`;
  throw new Problem({ code: 'no_games', message: `There are no games on ${request.gameDate}. ${hint}` });
}

function gamesBegun(gameDate: string, games: readonly ClosedGame[]): Problem {
  const message = `Nothing was predicted for ${gameDate}. ${closedGamesSentence(games)} \`tipoff predict slate --date ${gameDate}\` shows them.`;
  return new Problem({ code: 'games_begun', message });
}

/** The outcome of an ended batch. It contains the batch's report even if it is `refused`. */
export type EndedBatch = Outcome<BatchReport> & { readonly data: BatchReport };

export interface BatchRun {
  readonly batchId: string;
  readonly progress: Progress;
  readonly pacing?: RequestPacing;
}

/** Runs a batch to its end and returns its outcome. */
export async function runBatchToEnd(app: App, { batchId, progress, pacing }: BatchRun): Promise<EndedBatch> {
  const onProgress: NonNullable<RunOptions['onProgress']> = (completed, expected, waitsFor) =>
    progress(`${completed} of ${expected} players${waitsFor === undefined ? '' : `. The batch waits: ${waitsFor}`}`);
  await app.runner.run(batchId, { onProgress, pacing: pacing ?? 'at-once' });
  return batchOutcome(await presentBatch(app, batchId));
}

/** Turns the report of a batch into an outcome. A `failed` batch is `refused`, because none of its predictions were published. */
export function batchOutcome(report: BatchReport): EndedBatch {
  const next = [nextStep('predict slate', { date: report.game_date }, { why: 'See the predictions.' })];
  if (report.state !== 'failed') {
    const check = nextStep('data check', { date: report.game_date }, { why: 'See every check of the slate.' });
    const steps = report.failed_checks.length === 0 ? next : [check, ...next];
    const code = report.result ?? report.state;
    return { decision: 'done', code, message: sentenceOf(report), data: report, next: steps };
  }
  const again = nextStep('batch start', { date: report.game_date }, { why: 'Try to consolidate the batch again.' });
  const message = `Batch ${report.batch_id} could not be consolidated: ${report.failure}. Nothing was published.`;
  return { decision: 'refused', code: 'consolidation_failed', message, data: report, next: [again] };
}

function sentenceOf(report: BatchReport): string {
  const { batch_id, game_date, expected, predicted, skipped, failed, missing, seconds } = report;
  const counts = [
    `${predicted} predicted`,
    `${totalPlayers(skipped)} skipped`,
    `${totalPlayers(failed)} failed`,
    ...(missing === 0 ? [] : [`${missing} missing`]),
  ].join(', ');
  const head = `Batch ${batch_id} for ${game_date}: ${completedOf(report)} of ${expected} players done (${counts})`;
  if (report.state !== 'done') return `${head}. Its state is ${report.state}.`;
  const took = seconds === null ? '' : ` in ${seconds.toFixed(2)} s`;
  const verdict = {
    complete: 'The slate is ready.',
    partial: partialReason(report),
    empty: emptyVerdict(report),
    abandoned: 'The batch was abandoned.',
  }[report.result ?? 'abandoned'];
  return [verdict, `${head}${took}.`, ...publicationSentences(report)].join(' ');
}

function emptyVerdict({ closed_games, failed_checks }: BatchReport): string {
  if (closed_games.length > 0) return 'The slate is unchanged.';
  return `No player was predicted. ${failedChecksText(failed_checks)}`.trimEnd();
}

/** Says which games the batch left alone, and which of its rows never count as published picks. */
function publicationSentences({ closed_games, skipped, rows, backfilled }: BatchReport): readonly string[] {
  const unpublished = skipped['game_begun'] ?? 0;
  return [
    ...(closed_games.length > 0 ? [closedGamesSentence(closed_games)] : []),
    ...(unpublished > 0
      ? [
          `The new predictions of ${countedText(unpublished, 'player')} came after the tip-off, so they were not published.`,
        ]
      : []),
    ...(backfilled === null || backfilled === 0 ? [] : [backfillSentence(backfilled, rows)]),
  ];
}

function backfillSentence(backfilled: number, rows: number | null): string {
  const part = backfilled === rows ? 'All predictions' : countedText(backfilled, 'prediction');
  return `${part} are a backfill: they were made after the tip-off, so they never count as published picks.`;
}
