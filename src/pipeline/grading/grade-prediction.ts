import { isPick } from './is-pick.ts';
import { type VoidReason, voidReason } from './void-reason.ts';

/** A stored prediction. */
export interface PredictionToGrade {
  readonly predicted_points: number;
  /** The recommendation of the prediction. Only `OVER` and `UNDER` are picks. */
  readonly recommendation: string;
  /** The bookmaker's line; null when no bookmaker offered a line. */
  readonly line: number | null;
  /** The player's newest injury status that was known when he was predicted, in lower case. */
  readonly status_when_predicted: string | null;
}

/** What a player did in a final game with a complete box score. */
export type Actual =
  | { readonly type: 'played'; readonly points: number; readonly minutes: number }
  /**
   * `last_status` is the player's newest injury status from before the tip-off, even if the status was reported after
   * the prediction.
   */
  | { readonly type: 'did-not-play'; readonly last_status: string | null };

/** The grade of one prediction. Fields that depend on the player's points are null if he did not play. */
export interface Grade {
  readonly actual_points: number | null;
  readonly minutes_played: number | null;
  readonly absolute_error: number | null;
  /**
   * The error of a prediction: predicted points minus actual points. It is positive when the prediction was too high.
   */
  readonly signed_error: number | null;
  readonly within_3_points: boolean | null;
  readonly within_5_points: boolean | null;
  /** Predicted minus line. */
  readonly predicted_margin: number;
  /** The player's actual points minus the line. A margin of 0 is a push. */
  readonly actual_margin: number | null;
  /** Whether the pick won. It is null for a prediction without a pick, for a push, and if the player did not play. */
  readonly prediction_correct: boolean | null;
  readonly is_voided: boolean;
  readonly void_reason: VoidReason | null;
}

export type Graded =
  | { readonly type: 'graded'; readonly grade: Grade }
  | { readonly type: 'not-graded'; readonly reason: 'no_line' | 'missing_actuals' };

/**
 * The number of decimals to which margins and errors are rounded. Rounding removes the small errors of binary
 * fractions.
 */
const DIGITS = 4;

/**
 * Grades one prediction with the rules of a sportsbook (domain notes 3.4). A prediction without a line is `not-graded`.
 * A prediction is void if the player did not play, and a push if he scored exactly the line. `actual` is undefined
 * until the game is final and its box score is complete.
 */
export function gradePrediction(prediction: PredictionToGrade, actual: Actual | undefined): Graded {
  const { line } = prediction;
  if (line === null) return { type: 'not-graded', reason: 'no_line' };
  if (actual === undefined) return { type: 'not-graded', reason: 'missing_actuals' };
  const predicted_margin = rounded(prediction.predicted_points - line);
  const grade =
    actual.type === 'played'
      ? playedGrade(prediction, actual, line)
      : voidedGrade(prediction.status_when_predicted, actual);
  return { type: 'graded', grade: { predicted_margin, ...grade } };
}

type GradeWithoutMargin = Omit<Grade, 'predicted_margin'>;

function playedGrade(
  { predicted_points, recommendation }: PredictionToGrade,
  { points, minutes }: Extract<Actual, { type: 'played' }>,
  line: number,
): GradeWithoutMargin {
  const signed_error = rounded(predicted_points - points);
  const absolute_error = Math.abs(signed_error);
  return {
    actual_points: points,
    minutes_played: minutes,
    absolute_error,
    signed_error,
    within_3_points: absolute_error <= 3,
    within_5_points: absolute_error <= 5,
    actual_margin: rounded(points - line),
    prediction_correct: isCorrect(recommendation, points - line),
    is_voided: false,
    void_reason: null,
  };
}

function voidedGrade(
  statusWhenPredicted: string | null,
  actual: Extract<Actual, { type: 'did-not-play' }>,
): GradeWithoutMargin {
  return {
    actual_points: null,
    minutes_played: null,
    absolute_error: null,
    signed_error: null,
    within_3_points: null,
    within_5_points: null,
    actual_margin: null,
    prediction_correct: null,
    is_voided: true,
    void_reason: voidReason(statusWhenPredicted ?? actual.last_status),
  };
}

function isCorrect(recommendation: string, actualMargin: number): boolean | null {
  if (!isPick(recommendation) || actualMargin === 0) return null;
  return actualMargin > 0 === (recommendation === 'OVER');
}

function rounded(value: number): number {
  return Number(value.toFixed(DIGITS)) + 0;
}
