import * as z from 'zod';

export const SKIP_REASONS = [
  'player_injury_out',
  'player_doubtful',
  'no_features',
  'missing_features',
  'invalid_features',
  'quality_too_low',
  /** A person skipped the player, because his request failed again and again. */
  'skipped_by_person',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

export const FAILURE_REASONS = [
  /** The player failed because no model made a prediction. */
  'all_models_failed',
  /** The player failed because every allowed delivery of his request failed, for a reason other than his data. */
  'attempts_exhausted',
  /** The player failed because no worker answered his request and the queue stopped delivering it. */
  'unanswered',
  /** The player failed because predicting him crashed the process several times. */
  'crashed',
] as const;
type FailureReason = (typeof FAILURE_REASONS)[number];

/**
 * The skip reasons that mean bad data. All other skip reasons mean that the player does not play, or that a person
 * decided to go without him.
 */
const QUALITY_SKIPS: ReadonlySet<string> = new Set<SkipReason>([
  'no_features',
  'missing_features',
  'invalid_features',
  'quality_too_low',
]);

/**
 * The outcome of one player's prediction request: predicted, skipped or failed. In the progress of a batch, all three
 * count as completed.
 */
export type PlayerOutcome =
  | {
      readonly status: 'predicted';
      readonly rows: string;
      readonly rowCount: number;
      /** The reasons why models have no row for the player, by system id. */
      readonly absent: Readonly<Record<string, string>>;
    }
  | { readonly status: 'skipped'; readonly reason: SkipReason }
  | {
      readonly status: 'failed';
      readonly reason: FailureReason;
      /** The number of deliveries of the request, as far as known. */
      readonly deliveries?: number;
      /** The text of the last error; absent when nobody knows it. */
      readonly error?: string;
    };

export const PlayerStatus = z.enum(['requested', 'predicted', 'skipped', 'failed']);
export type PlayerStatus = z.infer<typeof PlayerStatus>;

export function isQualitySkip(reason: string): boolean {
  return QUALITY_SKIPS.has(reason);
}

/**
 * Returns whether an outcome may be recorded for a player in this status. An outcome may answer an open request, or
 * replace a failure with a prediction or a skip. It must not replace a prediction or a skip.
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
