import * as z from 'zod';
import { breakEven, profitAt } from './american-odds.ts';
import type { Grade } from './grade-prediction.ts';
import { isPick } from './is-pick.ts';

/** The fields of a graded prediction that its summary needs. */
export interface GradedPrediction
  extends Pick<
    Grade,
    'absolute_error' | 'signed_error' | 'predicted_margin' | 'actual_margin' | 'prediction_correct' | 'is_voided'
  > {
  readonly system_id: string;
  readonly recommendation: string;
  /** American odds of the line; null when the bookmaker showed none. */
  readonly over_price: number | null;
  readonly under_price: number | null;
}

const Mean = z.number().nullable();

/** The results of picks (OVER or UNDER) with an equal stake on each. */
const Picks = z.object({
  /** The number of picks: won, lost, pushed and voided. */
  made: z.number(),
  won: z.number(),
  lost: z.number(),
  /** Share of won picks among won and lost picks, 0 to 1; null without any. */
  hit_rate: Mean,
  /** Won or lost picks with a known price. `break_even` and `roi` use only these, and are null without any. */
  priced: z.number(),
  /** The hit rate that breaks even at these prices. */
  break_even: Mean,
  /** Profit per unit staked. */
  roi: Mean,
});
/** @internal exported for tests */
export type Picks = z.infer<typeof Picks>;

/** How one model did. Errors count only players who played. Shares are 0 to 1. A value without data is null. */
export const SystemGrades = z.object({
  system_id: z.string(),
  /** Predictions of players who played. */
  n: z.number(),
  mae: Mean,
  /** Mean of predicted minus actual. */
  bias: Mean,
  /** Median of predicted minus actual. */
  median_error: Mean,
  /** Share of players who scored more than predicted; an exact prediction counts half. 0.5 is calibrated. */
  share_above: Mean,
  within_3: Mean,
  within_5: Mean,
  /** Mean absolute error of the bookmaker's line for the same players. */
  line_mae: Mean,
  pushes: z.number(),
  voids: z.number(),
  picks: Picks,
  /** Picks with an edge of at least 3 or 5 points. */
  picks_edge_3: Picks,
  picks_edge_5: Picks,
});
export type SystemGrades = z.infer<typeof SystemGrades>;

/** Summarizes graded predictions, with one entry per model in the order of first appearance. */
export function summarizeGrades(rows: readonly GradedPrediction[]): readonly SystemGrades[] {
  return [...Map.groupBy(rows, ({ system_id }) => system_id)].map(([systemId, own]) => summaryOf(systemId, own));
}

function summaryOf(system_id: string, rows: readonly GradedPrediction[]): SystemGrades {
  const errors = rows.flatMap(({ signed_error }) => signed_error ?? []);
  const sizes = errors.map(Math.abs);
  return {
    system_id,
    n: errors.length,
    mae: mean(sizes),
    bias: mean(errors),
    median_error: median(errors),
    share_above: mean(errors.map((error) => (error === 0 ? 0.5 : Number(error < 0)))),
    within_3: mean(sizes.map((size) => Number(size <= 3))),
    within_5: mean(sizes.map((size) => Number(size <= 5))),
    line_mae: mean(rows.flatMap(({ actual_margin }) => (actual_margin === null ? [] : Math.abs(actual_margin)))),
    pushes: rows.filter(isPush).length,
    voids: rows.filter(({ is_voided }) => is_voided).length,
    picks: picksOf(rows, 0),
    picks_edge_3: picksOf(rows, 3),
    picks_edge_5: picksOf(rows, 5),
  };
}

function picksOf(rows: readonly GradedPrediction[], minEdge: number): Picks {
  const made = rows.filter((row) => isPick(row.recommendation) && Math.abs(row.predicted_margin) >= minEdge);
  const decided = made.filter(({ prediction_correct }) => prediction_correct !== null);
  const won = decided.filter(({ prediction_correct }) => prediction_correct === true).length;
  const bets = decided.flatMap(pricedBet);
  return {
    made: made.length,
    won,
    lost: decided.length - won,
    hit_rate: decided.length === 0 ? null : won / decided.length,
    priced: bets.length,
    break_even: breakEven(bets.map(({ profit }) => profit)) ?? null,
    roi: mean(bets.map(({ profit, isWon }) => (isWon ? profit : -1))),
  };
}

function pricedBet({ recommendation, over_price, under_price, prediction_correct }: GradedPrediction) {
  const price = recommendation === 'OVER' ? over_price : under_price;
  const profit = price === null ? undefined : profitAt(price);
  return profit === undefined ? [] : [{ profit, isWon: prediction_correct === true }];
}

function isPush({ actual_margin }: GradedPrediction): boolean {
  return actual_margin === 0;
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? null : (upper + lower) / 2;
}
