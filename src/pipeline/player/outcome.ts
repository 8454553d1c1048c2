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
  /** No model could run. */
  'all_models_failed',
  /** Every allowed delivery failed for a reason outside of the player's data. */
  'attempts_exhausted',
  /** No worker answered the request, so the queue gave it up. */
  'unanswered',
  /** Predicting this player crashed the process several times. */
  'crashed',
] as const;
type FailureReason = (typeof FAILURE_REASONS)[number];

/** Skips for bad data, as opposed to players who do not play. */
const QUALITY_SKIPS: ReadonlySet<string> = new Set<SkipReason>([
  'no_features',
  'missing_features',
  'invalid_features',
  'quality_too_low',
]);

/** How the prediction of one player ended. Every outcome counts towards completion. */
export type PlayerOutcome =
  | {
      readonly status: 'predicted';
      readonly rows: string;
      readonly rowCount: number;
      /** Why models have no row, by system id. */
      readonly absent: Readonly<Record<string, string>>;
    }
  | { readonly status: 'skipped'; readonly reason: SkipReason }
  | { readonly status: 'failed'; readonly reason: FailureReason };

export const PlayerStatus = z.enum(['requested', 'predicted', 'skipped', 'failed']);
export type PlayerStatus = z.infer<typeof PlayerStatus>;

export function isQualitySkip(reason: string): boolean {
  return QUALITY_SKIPS.has(reason);
}

/** An outcome may close an open request, or turn a failure into a prediction or a skip. It never overwrites a prediction or a skip. */
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
