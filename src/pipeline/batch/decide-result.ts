import type { BatchResult } from '../documents/batch-document.ts';
import { isQualitySkip } from '../player/outcome.ts';
import { type OutcomeCounts, totalPlayers } from './count-outcomes.ts';

/** The largest share of players who may fail or be skipped for bad data while the slate still counts as complete. */
const MAX_BAD_SHARE = 0.05;

/**
 * Decides the result of a slate. A slate without predictions is `empty`. A slate is `partial` when players are missing,
 * or when more than 5 % of the players failed or were skipped for bad data. Every other slate is `complete`, even if
 * some players were skipped because they do not play.
 */
export function decideResult({
  predicted,
  skipped,
  failed,
  missing,
}: OutcomeCounts): Exclude<BatchResult, 'abandoned'> {
  if (predicted === 0) return 'empty';
  if (missing > 0) return 'partial';
  const qualitySkips = Object.entries(skipped).filter(([reason]) => isQualitySkip(reason));
  const bad = totalPlayers(failed) + totalPlayers(Object.fromEntries(qualitySkips));
  const expected = predicted + totalPlayers(skipped) + totalPlayers(failed);
  return bad > expected * MAX_BAD_SHARE ? 'partial' : 'complete';
}
