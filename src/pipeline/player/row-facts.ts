import type { Recommendation } from '../models/model.ts';
import type { InjuryStatus } from '../vocabulary/injury-status.ts';
import type { FeatureSource } from './feature-source.ts';

/**
 * The values of a prediction row from which its actionability, scenario and scoring tier are decided. Numbers are
 * rounded like the stored ones, so that the decision can be checked against the stored row.
 */
export interface RowFacts {
  readonly playerLookup: string;
  readonly opponent: string;
  readonly recommendation: Recommendation;
  /** The player's line in points; null for a player without a line. */
  readonly line: number | null;
  /**
   * The absolute difference of the prediction and the line, rounded to two decimals; null for a player without a line.
   */
  readonly edge: number | null;
  /** 0 to 100. */
  readonly confidence: number;
  /** 0 to 100. */
  readonly quality: number;
  /** The player's mean points in the season, undefined if unknown. `lastFive` is the mean of his last five games. */
  readonly season: number | undefined;
  readonly lastFive: number | undefined;
  readonly featureSource: FeatureSource;
  /** The player's newest injury status; undefined when no injury report names him. */
  readonly injuryStatus: InjuryStatus | undefined;
}
