/**
 * A class for the strength of the opponent's defence. It is tier 1 for a defensive rating below 110, tier 2 below 115,
 * and tier 3 from 115 on.
 */
export type OpponentTier = 'tier_1_elite' | 'tier_2_average' | 'tier_3_weak';
export type RecentForm = 'hot' | 'normal' | 'cold';
export type Recommendation = 'OVER' | 'UNDER' | 'PASS' | 'NO_LINE';

/**
 * One of the player's past games. The opponent's tier, the days of rest and the form are what was known before that
 * game started.
 */
export interface PastGame {
  readonly points: number;
  readonly opponentTier: OpponentTier;
  readonly daysRest: number;
  readonly isHome: boolean;
  readonly recentForm: RecentForm;
}

/** The data about a player from which models predict. A missing feature has no key; it is never zero. */
export interface ModelInput {
  readonly features: Readonly<Record<string, number>>;
  /** 0 to 100. */
  readonly quality: number;
  readonly daysRest: number | undefined;
  /** The player's line in points; undefined when no bookmaker offers one. */
  readonly line: number | undefined;
  /** The player's past games, newest first, at most 30. */
  readonly history: readonly PastGame[];
}

export interface Prediction {
  /** The predicted points, 0 to 60 and not rounded. */
  readonly predictedPoints: number;
  /** The confidence of a prediction in the model's own scale. `confidenceScale` is the maximum of that scale. */
  readonly confidence: number;
  readonly recommendation: Recommendation;
  /** How closely the components of an ensemble agree. The predictions of other models do not have this field. */
  readonly agreement?: Agreement;
}

export interface Agreement {
  readonly type: 'high' | 'good' | 'moderate' | 'low';
  /** 50 to 95. */
  readonly percent: number;
  /** The population standard deviation of the components' predictions, in points. */
  readonly spread: number;
  /** The number of an ensemble's components that made a prediction. */
  readonly systems: number;
}

/**
 * The answer of a model that cannot predict the player. `absent` holds the reason as the end of a sentence, such as `it
 * lacks fatigue_score`.
 */
export interface Absent {
  readonly absent: string;
}

export type ModelAnswer = Prediction | Absent;

/** The file of a trained model. The hash of the file identifies the trained model. */
export interface ModelArtifact {
  /** The name of the model's `.cbm` file, without its folder. */
  readonly file: string;
  /** The SHA-256 hash of the loaded model file, as 64 hexadecimal digits. */
  readonly sha256: string;
  /**
   * The first game date of the training data (YYYY-MM-DD); `trainedTo` is the last one. The model has seen the results
   * of the games on these dates and between them.
   */
  readonly trainedFrom: string;
  readonly trainedTo: string;
  /** ISO 8601. */
  readonly trainedAt: string;
  /** The names of the model's features, in the model's order. */
  readonly features: readonly string[];
  /** The model's accuracy on games that are not in its training data. */
  readonly metrics: HoldOutMetrics;
}

interface HoldOutMetrics {
  /** The mean absolute error of the model's predictions, in points. */
  readonly mae: number;
  /** The bias of a model: the mean of predicted points minus actual points. */
  readonly bias: number;
  /**
   * The share of games in which the player scored more than predicted, 0 to 1. It is about 0.5 for a calibrated model.
   */
  readonly shareAbove: number;
  /** The number of predictions from which the model's metrics are computed. */
  readonly n: number;
  /** The first game date of the predictions from which the model's metrics are computed; `to` is the last one. */
  readonly from: string;
  readonly to: string;
}

interface ModelIdentity {
  readonly systemId: string;
  readonly version: string;
  /**
   * The maximum of the model's confidence scale. Confidences are converted to the scale of 0 to 100 before they are
   * stored.
   */
  readonly confidenceScale: 1 | 100;
  /** The model's trained file; undefined for a rule-based model. */
  readonly artifact: ModelArtifact | undefined;
}

/** A model that predicts directly from the player's data, unlike an ensemble. */
export interface BaseModel extends ModelIdentity {
  readonly kind: 'base';
  predict(input: ModelInput): ModelAnswer;
}

/** The prediction of one model, in the form in which an ensemble gets it. */
export interface Component {
  readonly systemId: string;
  /** The confidence of a component's prediction, converted from the model's own scale to 0 to 100. */
  readonly confidencePercent: number;
  readonly predictedPoints: number;
  readonly recommendation: Recommendation;
}

/** A model that combines the predictions of models that run before it. */
export interface EnsembleModel extends ModelIdentity {
  readonly kind: 'ensemble';
  /** The system ids of the models that an ensemble combines, in their fixed order. */
  readonly components: readonly string[];
  /** Combines the components that made a prediction. They are passed in the fixed order of the ensemble. */
  combine(components: readonly Component[], line: number | undefined): ModelAnswer;
}

export type Model = BaseModel | EnsembleModel;

export function isAbsent(answer: object): answer is Absent {
  return 'absent' in answer;
}
