import type { Recommendation } from '../models/model.ts';

/** What the rules about one row are decided from: the numbers as they are stored, so that each follows from what the row says. */
export interface RowFacts {
  readonly playerLookup: string;
  readonly opponent: string;
  readonly recommendation: Recommendation;
  /** Points of the market line; null when there is none. */
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
