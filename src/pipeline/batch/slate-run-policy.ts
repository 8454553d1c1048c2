import type { RunMode } from '../player/run-mode.ts';

/** An earlier batch of the date. */
export interface EarlierBatch {
  readonly mode: RunMode;
  /** By the clock of the process that started it. */
  readonly startedAt: Date;
  /** Every expected player has a prediction, or is out. */
  readonly isComplete: boolean;
}

/** A run of the day that is due. */
export interface DueSlateRun {
  readonly mode: RunMode;
  readonly due: Date;
  /** `gaps`: only if the newest batch left players without a prediction. */
  readonly runsFor: 'everyone' | 'gaps';
}

export type SlateRunDecision = 'run' | 'ran-before' | 'no-gaps' | 'after-last-call';

/**
 * Decides whether a run of the day starts a batch. `earlier` lists the date's batches, the newest first.
 * - A run that has started its batch does not start another one, so that repeating it is safe.
 * - The last call happens once for each date, and no other run follows it.
 * - A retry runs only if the newest batch left players without a prediction.
 */
export function decideSlateRun(
  earlier: readonly EarlierBatch[],
  { mode, due, runsFor }: DueSlateRun,
): SlateRunDecision {
  const [newest] = earlier;
  const hadLastCall = earlier.some((batch) => batch.mode === 'LAST_CALL');
  if (hadLastCall) return mode === 'LAST_CALL' ? 'ran-before' : 'after-last-call';
  if (newest === undefined || mode === 'LAST_CALL') return 'run';
  if (newest.startedAt >= due) return 'ran-before';
  return runsFor === 'gaps' && newest.isComplete ? 'no-gaps' : 'run';
}
