import * as z from 'zod';

export const SKIP_REASONS = [
  'player_injury_out',
  'player_doubtful',
  'no_features',
  'missing_features',
  'invalid_features',
  'quality_too_low',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

export const FAILURE_REASONS = [
  /** All models were absent or failed, so the player has no prediction. */
  'all_models_failed',
  /** Every allowed delivery of the request failed, for a reason other than the player's data. */
  'attempts_exhausted',
  /** No worker answered the request, so the queue stopped delivering it. */
  'unanswered',
  /** Predicting this player crashed the process several times. */
  'crashed',
] as const;
type FailureReason = (typeof FAILURE_REASONS)[number];

/** Skip reasons that mean bad data. The other skip reasons mean that the player does not play. */
const QUALITY_SKIPS: ReadonlySet<string> = new Set<SkipReason>([
  'no_features',
  'missing_features',
  'invalid_features',
  'quality_too_low',
]);

/**
 * The outcome of one player's prediction request. A skipped or failed player counts as completed, just like a predicted
 * one.
 */
export type PlayerOutcome =
  | {
      readonly status: 'predicted';
      readonly rows: string;
      readonly rowCount: number;
      /** The reason why a model has no row, by the model's system id. */
      readonly absent: Readonly<Record<string, string>>;
    }
  | { readonly status: 'skipped'; readonly reason: SkipReason }
  | { readonly status: 'failed'; readonly reason: FailureReason };

export const PlayerStatus = z.enum(['requested', 'predicted', 'skipped', 'failed']);
export type PlayerStatus = z.infer<typeof PlayerStatus>;

export function isQualitySkip(reason: string): boolean {
  return QUALITY_SKIPS.has(reason);
}

/**
 * Whether an outcome may be recorded for a player in this status. It may answer an open request, or replace a failure
 * with a prediction or a skip. It must not replace a prediction or a skip.
 */
export function mayRecord(current: PlayerStatus, outcome: PlayerOutcome): 'yes' | 'no' {
  switch (current) {
    case 'requested':
      return 'yes';
    case 'failed':
      return outcome.status === 'failed' ? 'no' : 'yes';
    case 'predicted':
    case 'skipped':
      return 'no';
  }
}
