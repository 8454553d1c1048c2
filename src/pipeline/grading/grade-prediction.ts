import { isPick } from './is-pick.ts';
import { type VoidReason, voidReason } from './void-reason.ts';

/** What a prediction said, as it was stored. */
export interface PredictionToGrade {
  readonly predicted_points: number;
  /** `OVER` and `UNDER` are picks; anything else made none. */
  readonly recommendation: string;
  /** Null when no bookmaker had one. */
  readonly line: number | null;
  /** The newest status a report gave him by the moment the prediction was made from, in lower case. */
  readonly status_when_predicted: string | null;
}

/** What became of a player in a game that is over and whose box score is whole. */
export type Actual =
  | { readonly type: 'played'; readonly points: number; readonly minutes: number }
  /** `last_status`: the newest that any report gave him for the date, also after the prediction was made. */
  | { readonly type: 'did-not-play'; readonly last_status: string | null };

/** One graded prediction. What cannot be said of who did not play is null. */
export interface Grade {
  readonly actual_points: number | null;
  readonly minutes_played: number | null;
  readonly absolute_error: number | null;
  /** Predicted minus actual: positive when too much was predicted. */
  readonly signed_error: number | null;
  readonly within_3_points: boolean | null;
  readonly within_5_points: boolean | null;
  /** Predicted minus line. */
  readonly predicted_margin: number;
  /** Actual minus line: 0 is a push. */
  readonly actual_margin: number | null;
  /** Null where nothing was picked, on a push and for who did not play. */
  readonly prediction_correct: boolean | null;
  readonly is_voided: boolean;
  readonly void_reason: VoidReason | null;
}

export type Graded =
  | { readonly type: 'graded'; readonly grade: Grade }
  | { readonly type: 'not-graded'; readonly reason: 'no_line' | 'missing_actuals' };

/** Ends what binary fractions leave behind a sum of decimals. */
const DIGITS = 4;

/**
 * Grades one prediction as a sportsbook settles it (domain notes 3.4): against any line, 20.0 among them, for what did not reach a line has
 * nothing to be held against; void when the player did not play; a push when he scored the line itself. `actual` is undefined while the game
 * is open or its box score is not whole.
 */
export function gradePrediction(prediction: PredictionToGrade, actual: Actual | undefined): Graded {
  const { line } = prediction;
  if (line === null) return { type: 'not-graded', reason: 'no_line' };
  if (actual === undefined) return { type: 'not-graded', reason: 'missing_actuals' };
  const predicted_margin = rounded(prediction.predicted_points - line);
  const grade =
    actual.type === 'played' ? settled(prediction, actual, line) : voided(prediction.status_when_predicted, actual);
  return { type: 'graded', grade: { predicted_margin, ...grade } };
}

type Settled = Omit<Grade, 'predicted_margin'>;

function settled(
  { predicted_points, recommendation }: PredictionToGrade,
  { points, minutes }: Extract<Actual, { type: 'played' }>,
  line: number,
): Settled {
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
    prediction_correct: isRight(recommendation, points - line),
    is_voided: false,
    void_reason: null,
  };
}

function voided(statusWhenPredicted: string | null, actual: Extract<Actual, { type: 'did-not-play' }>): Settled {
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

function isRight(recommendation: string, actualMargin: number): boolean | null {
  if (!isPick(recommendation) || actualMargin === 0) return null;
  return actualMargin > 0 === (recommendation === 'OVER');
}

function rounded(value: number): number {
  return Number(value.toFixed(DIGITS)) + 0;
}
