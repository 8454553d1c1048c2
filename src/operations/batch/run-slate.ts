import type { BatchReport } from '../../pipeline/batch/batch-report.ts';
import { completedOf, readBatchReport } from '../../pipeline/batch/batch-report.ts';
import type { RequestPacing } from '../../pipeline/batch/batch-runner.ts';
import { totalPlayers } from '../../pipeline/batch/count-outcomes.ts';
import { openSlate, type SlateRequest } from '../../pipeline/batch/open-slate.ts';
import { Problem } from '../../platform/problem.ts';
import type { App } from '../app.ts';
import type { Outcome, Progress } from '../kit/operation.ts';

export interface OpenedSlate {
  readonly batchId: string;
  /** `already-open`: somebody else's, or one that a process left behind. */
  readonly type: 'started' | 'already-open';
}

/** Opens a batch for a date. Throws a `Problem` `no_games` that names the nearest dates with games. */
export async function openSlateOrRefuse(app: App, request: SlateRequest): Promise<OpenedSlate> {
  const opened = await openSlate(app, request);
  if (opened.type !== 'no-games') return opened;
  const nearest = [opened.before, opened.after].filter((date) => date !== null);
  const hint =
    nearest.length === 0
      ? 'No schedule is imported yet: `tipoff import <folder>` takes one in, `tipoff start` makes a sample.'
      : `The nearest dates with games are ${nearest.join(' and ')}.`;
  throw new Problem({ code: 'no_games', message: `There are no games on ${request.gameDate}. ${hint}` });
}

export interface RunToEnd {
  readonly batchId: string;
  readonly progress: Progress;
  readonly pacing?: RequestPacing;
}

/** Takes a batch to its end and answers with what came of it. */
export async function runToEnd(app: App, { batchId, progress, pacing }: RunToEnd): Promise<Outcome<BatchReport>> {
  const onProgress = (completed: number, expected: number) => progress(`${completed} of ${expected} players`);
  await app.runner.run(batchId, { onProgress, pacing: pacing ?? 'at-once' });
  const report = await readBatchReport(app.store, batchId);
  if (report === undefined) throw new Error(`The batch ${batchId} vanished while it ran`);
  return outcomeOfReport(report);
}

/** A finished batch as an outcome; `failed` is refused, because nothing of it was published. */
export function outcomeOfReport(report: BatchReport): Outcome<BatchReport> {
  const next = [{ operation: 'predict slate', arguments: { date: report.game_date }, why: 'See the predictions.' }];
  if (report.state !== 'failed') {
    return { decision: 'done', code: report.result ?? report.state, message: sentenceOf(report), data: report, next };
  }
  const again = { operation: 'batch start', arguments: { date: report.game_date }, why: 'Try to consolidate again.' };
  const message = `Batch ${report.batch_id} could not be consolidated, and nothing was announced: ${report.failure}.`;
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
  const head = `Batch ${batch_id} for ${game_date}: ${completedOf(report)} of ${expected} players answered (${counts})`;
  if (report.state !== 'done') return `${head}; it is ${report.state}.`;
  const took = seconds === null ? '' : ` in ${seconds.toFixed(2)} s`;
  const verdict = {
    complete: 'The slate is ready',
    partial: `The slate is only partial: ${whyPartial(report)}`,
    empty: 'Nothing was predicted',
    abandoned: 'The batch was abandoned',
  }[report.result ?? 'abandoned'];
  return `${verdict}. ${head}${took}.`;
}

function whyPartial({ missing }: BatchReport): string {
  return missing === 0
    ? 'too many players failed or lacked good data'
    : `it was ended without ${missing} of its players`;
}
