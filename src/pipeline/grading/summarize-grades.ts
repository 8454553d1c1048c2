import * as z from 'zod';
import { breakEven, profitAt } from './american-odds.ts';
import type { Grade } from './grade-prediction.ts';
import { isPick } from './is-pick.ts';

/** The fields of a graded prediction that summaries use. */
export interface GradedPrediction
  extends Pick<
    Grade,
    'absolute_error' | 'signed_error' | 'predicted_margin' | 'actual_margin' | 'prediction_correct' | 'is_voided'
  > {
  readonly system_id: string;
  readonly recommendation: string;
  /** The American odds for the over; null when the bookmaker offered none. */
  readonly over_price: number | null;
  readonly under_price: number | null;
}

const Mean = z.number().nullable();

/** The results of a model's OVER and UNDER picks. Every pick is assumed to have the same stake. */
const Picks = z.object({
  /** The number of a model's picks, including pushes and voided picks. */
  made: z.number(),
  won: z.number(),
  lost: z.number(),
  /**
   * The share of a model's picks that won, 0 to 1. Only won and lost picks count. The share is null if there are none.
   */
  hit_rate: Mean,
  /**
   * The number of won or lost picks with a known price. `break_even` and `roi` use only these picks, and are null if
   * there are none.
   */
  priced: z.number(),
  /** The hit rate at which a model's picks break even at their known prices. */
  break_even: Mean,
  /** The model's profit per unit staked on its picks. */
  roi: Mean,
});
/** @internal exported for tests */
export type Picks = z.infer<typeof Picks>;

/**
 * The grades of one model. Errors are computed only from players who played. Shares are 0 to 1. A value without data is
 * null.
 */
export const SystemGrades = z.object({
  system_id: z.string(),
  /** The number of a model's predictions whose player played. */
  n: z.number(),
  mae: Mean,
  /** The bias of a model: the mean of predicted points minus actual points. */
  bias: Mean,
  /** The median error of a model: the median of predicted points minus actual points. */
  median_error: Mean,
  /**
   * The share of players who scored more than the model predicted. An exact prediction counts half. A calibrated model
   * has a share of 0.5.
   */
  share_above: Mean,
  within_3: Mean,
  within_5: Mean,
  /** The mean absolute error of the bookmaker's line for the players that the model predicted. */
  line_mae: Mean,
  pushes: z.number(),
  voids: z.number(),
  picks: Picks,
  /**
   * The results of the model's picks with an edge of at least 3 points. `picks_edge_5` has those with an edge of at
   * least 5 points.
   */
  picks_edge_3: Picks,
  picks_edge_5: Picks,
});
export type SystemGrades = z.infer<typeof SystemGrades>;

/** Summarizes graded predictions by model. The models are in the order of their first graded prediction. */
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
