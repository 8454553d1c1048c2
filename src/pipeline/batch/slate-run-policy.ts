import type { RunMode } from '../player/run-mode.ts';

/** An earlier batch of the game date for which a scheduled run is due. */
export interface EarlierBatch {
  /** The mode of the newest run that examined the whole slate. */
  readonly mode: RunMode;
  /** The start time of that run, by the clock of the process that started it. */
  readonly startedAt: Date;
  /** True when every expected player of the batch has a prediction or does not play, and no check of the slate failed. */
  readonly isComplete: boolean;
}

/** A scheduled run of the slate that is due. A slate has several scheduled runs on its game day. */
export interface DueSlateRun {
  readonly mode: RunMode;
  readonly due: Date;
  /** With `gaps`, the scheduled run takes place only if the newest batch left players without a prediction, or failed a check. */
  readonly runsFor: 'everyone' | 'gaps';
}

export type SlateRunDecision = 'run' | 'ran-before' | 'no-gaps' | 'after-last-call';

/**
 * Decides whether a scheduled run of a slate takes place. The first run of a date starts a batch, and later ones predict
 * the players who have changed. `earlier` lists the batches of the game date, the newest
 * first.
 * - A scheduled run takes place once, so repeating it is safe.
 * - The last call happens once for each date, and no other run follows it.
 * - A retry runs only if the newest batch left players without a prediction, or failed a check.
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
