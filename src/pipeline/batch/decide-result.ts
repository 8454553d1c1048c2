import type { BatchResult } from '../documents/batch-document.ts';
import { isQualitySkip } from '../player/outcome.ts';
import type { FailedCheck } from '../slate-checks/check-result.ts';
import { type OutcomeCounts, totalPlayers } from './count-outcomes.ts';

/** The largest share of players who may fail or be skipped for bad data while the slate still counts as complete. */
const MAX_BAD_SHARE = 0.05;

/**
 * Decides the result of a slate. A slate without predictions is `empty`. A slate is `partial` when players are missing,
 * when more than 5 % of the players failed or were skipped for bad data, or when a check of the slate failed. Every other
 * slate is `complete`, even if some players were skipped because they do not play.
 */
export function decideResult(
  outcomes: OutcomeCounts,
  failedChecks: readonly FailedCheck[],
): Exclude<BatchResult, 'abandoned'> {
  if (outcomes.predicted === 0) return 'empty';
  return outcomes.missing > 0 || hasTooManyBad(outcomes) || failedChecks.length > 0 ? 'partial' : 'complete';
}

/** Returns whether more than 5 % of the players failed or were skipped for bad data. */
export function hasTooManyBad({ predicted, skipped, failed }: Omit<OutcomeCounts, 'missing'>): boolean {
  const qualitySkips = Object.entries(skipped).filter(([reason]) => isQualitySkip(reason));
  const bad = totalPlayers(failed) + totalPlayers(Object.fromEntries(qualitySkips));
  const expected = predicted + totalPlayers(skipped) + totalPlayers(failed);
  return bad > expected * MAX_BAD_SHARE;
}
