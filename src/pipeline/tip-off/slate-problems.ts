import { quoteText } from '../../platform/printable.ts';
import type { StatusCounts } from '../batch/count-by-status.ts';
import { totalPlayers } from '../batch/count-outcomes.ts';
import type { SlateHold } from '../batch/slate-hold.ts';
import type { CurrentBatch, DoneBatch, UnfinishedBatch } from '../documents/batch-document.ts';
import type { FailedCheck } from '../slate-checks/check-result.ts';
import type { TipOffProblem } from './tip-off-announcements.ts';

/** The state of a slate before its first tip-off. */
export interface SlateState {
  readonly gameDate: string;
  /** The newest batch of the date. */
  readonly batch: CurrentBatch | undefined;
  /** The players of that batch by status, now. */
  readonly players: StatusCounts;
  readonly hold: SlateHold | undefined;
  /** The checks that the predictions in the table fail now. */
  readonly failedChecks: readonly FailedCheck[];
}

/**
 * Returns why a slate is not ready, each reason with the next command. Policy: a slate is ready if its newest batch is
 * done and complete, nobody holds it, and its predictions pass their checks now.
 */
export function slateProblems({ gameDate, batch, players, hold, failedChecks }: SlateState): readonly TipOffProblem[] {
  return [
    ...(hold === undefined ? [] : [heldProblem(hold)]),
    ...(batch === undefined ? [noBatch(gameDate)] : batchProblems(batch, players)),
    ...newChecks(failedChecks, batch),
  ];
}

function heldProblem({ held_by, reason, game_date }: SlateHold): TipOffProblem {
  return {
    finding: `${held_by} holds the slate (${quoteText(reason)}), so nothing new is published.`,
    way_out: `\`tipoff slate release ${game_date}\` releases it.`,
  };
}

function noBatch(gameDate: string): TipOffProblem {
  return { finding: 'No batch has predicted this date.', way_out: predict(gameDate) };
}

function batchProblems(batch: CurrentBatch, players: StatusCounts): readonly TipOffProblem[] {
  return batch.state === 'done' ? resultProblems(batch) : [unfinishedProblem(batch, players)];
}

function unfinishedProblem(batch: UnfinishedBatch, { missing, ...ended }: StatusCounts): TipOffProblem {
  const { state, batch_id } = batch;
  const done = ended.predicted + ended.skipped + ended.failed;
  switch (state) {
    case 'preparing':
      return { finding: 'A batch is running and chooses its players.', way_out: seeBatch(batch_id) };
    case 'open':
      return {
        finding: `A batch is running: ${done} of ${done + missing} players are done.`,
        way_out: seeBatch(batch_id),
      };
    case 'consolidating':
      return { finding: 'A batch is running and writes its predictions.', way_out: seeBatch(batch_id) };
    case 'failed':
      return {
        finding: `The predictions of the batch could not be published: ${quoteText(batch.failure)}.`,
        way_out: `\`tipoff batch retry ${batch_id}\` tries again.`,
      };
  }
}

function resultProblems(batch: DoneBatch): readonly TipOffProblem[] {
  switch (batch.result) {
    case 'complete':
      return [];
    case 'partial':
      return partialProblems(batch);
    case 'empty':
      return [{ finding: 'The newest batch predicted nobody.', way_out: predict(batch.game_date) }];
    case 'abandoned':
      return [{ finding: 'The newest batch was abandoned.', way_out: predict(batch.game_date) }];
  }
}

function partialProblems({ batch_id, game_date, missing, failed, failed_checks }: DoneBatch): readonly TipOffProblem[] {
  const lacking = missing + totalPlayers(failed);
  if (lacking === 0 && failed_checks.length === 0)
    return [{ finding: 'The slate is partial: too many players lacked good data.', way_out: predict(game_date) }];
  const rerun = `\`tipoff batch rerun-missing ${batch_id}\` predicts them again.`;
  return [
    ...(lacking === 0
      ? []
      : [{ finding: `The slate is partial: ${countOf(lacking)} missing or failed.`, way_out: rerun }]),
    ...failed_checks.map(({ finding, way_out }) => ({ finding, way_out })),
  ];
}

/** Leaves out the checks that the batch itself reports. */
function newChecks(failed: readonly FailedCheck[], batch: CurrentBatch | undefined): readonly TipOffProblem[] {
  if (batch === undefined) return [];
  const reported = new Set(batch.state === 'done' ? batch.failed_checks.map(({ check }) => check) : []);
  return failed.filter(({ check }) => !reported.has(check)).map(({ finding, way_out }) => ({ finding, way_out }));
}

function countOf(players: number): string {
  return players === 1 ? '1 player is' : `${players} players are`;
}

function predict(gameDate: string): string {
  return `\`tipoff batch start --date ${gameDate}\` predicts it.`;
}

function seeBatch(batchId: string): string {
  return `\`tipoff batch status ${batchId}\` shows its progress.`;
}
