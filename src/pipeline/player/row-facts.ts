import type { Recommendation } from '../models/model.ts';

/** The input of the rules about one row. The numbers are rounded as they are stored, so that every rule can be checked against the row. */
export interface RowFacts {
  readonly playerLookup: string;
  readonly opponent: string;
  readonly recommendation: Recommendation;
  /** Points of the market line; null without a line. */
  readonly line: number | null;
  /** Absolute difference of prediction and line, two decimals; null without a line. */
  readonly edge: number | null;
  /** 0 to 100. */
  readonly confidence: number;
  /** 0 to 100. */
  readonly quality: number;
  /** Mean points of the season, and of the last five games; undefined where unknown. */
  readonly season: number | undefined;
  readonly lastFive: number | undefined;
}
