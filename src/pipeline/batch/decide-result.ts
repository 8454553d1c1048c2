import { isQualitySkip } from '../player/outcome.ts';
import type { BatchResult } from './batch-document.ts';

/** A slate with more than this share of failures and quality skips is not to be called whole. */
const MAX_BAD_SHARE = 0.05;

export interface Tally {
  readonly predicted: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly failed: Readonly<Record<string, number>>;
  readonly missing: number;
}

/**
 * Nothing predicted is `empty`. Somebody missing, or more than 5 % of the players failed or skipped for the quality of their data, is
 * `partial`. Everything else is `complete`; players who do not play are no fault.
 */
export function decideResult({ predicted, skipped, failed, missing }: Tally): Exclude<BatchResult, 'abandoned'> {
  if (predicted === 0) return 'empty';
  if (missing > 0) return 'partial';
  const qualitySkips = Object.entries(skipped).filter(([reason]) => isQualitySkip(reason));
  const bad = totalPlayers(failed) + totalPlayers(Object.fromEntries(qualitySkips));
  const expected = predicted + totalPlayers(skipped) + totalPlayers(failed);
  return bad > expected * MAX_BAD_SHARE ? 'partial' : 'complete';
}

export function totalPlayers(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
