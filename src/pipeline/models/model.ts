/** The strength of the opponent's defence by its rating: below 110, below 115, or higher. */
export type OpponentTier = 'tier_1_elite' | 'tier_2_average' | 'tier_3_weak';
export type RecentForm = 'hot' | 'normal' | 'cold';
export type Recommendation = 'OVER' | 'UNDER' | 'PASS' | 'NO_LINE';

/** One of the player's past games. The context fields are what was known before that game started. */
export interface PastGame {
  readonly points: number;
  readonly opponentTier: OpponentTier;
  readonly daysRest: number;
  readonly isHome: boolean;
  readonly recentForm: RecentForm;
}

/** Everything a model may use. A missing feature has no key; it is never zero. */
export interface ModelInput {
  readonly features: Readonly<Record<string, number>>;
  /** 0 to 100. */
  readonly quality: number;
  readonly daysRest: number | undefined;
  /** Points of the market line; undefined when there is none. */
  readonly line: number | undefined;
  /** At most 30 games, newest first. */
  readonly history: readonly PastGame[];
}

export interface Prediction {
  /** 0 to 60, not rounded. */
  readonly predictedPoints: number;
  /** In the model's own scale: see `confidenceScale`. */
  readonly confidence: number;
  readonly recommendation: Recommendation;
  /** How closely the components of an ensemble agree. A base model does not have it. */
  readonly agreement?: Agreement;
}

export interface Agreement {
  readonly type: 'high' | 'good' | 'moderate' | 'low';
  /** 50 to 95. */
  readonly percent: number;
  /** Population standard deviation of the components' predictions, in points. */
  readonly spread: number;
  /** The number of components that made a prediction. */
  readonly systems: number;
}

/** The model cannot predict this player. `absent` is the reason, as the end of a sentence: `it lacks fatigue_score`. */
export interface Absent {
  readonly absent: string;
}

export type ModelAnswer = Prediction | Absent;

/** The trained file of a model. Its hash identifies the model (RT-39). */
export interface ModelArtifact {
  /** Name of the `.cbm` file, without folder. */
  readonly file: string;
  /** Hash of the loaded bytes, 64 hexadecimal digits. */
  readonly sha256: string;
  /** First and last game date (YYYY-MM-DD) of the training data. The file has seen the results of these dates. */
  readonly trainedFrom: string;
  readonly trainedTo: string;
  /** ISO 8601. */
  readonly trainedAt: string;
  /** The names of its inputs, in the model's order. */
  readonly features: readonly string[];
  /** Measured on games that are not in the training data. */
  readonly metrics: HoldOutMetrics;
}

interface HoldOutMetrics {
  /** Mean absolute error, in points. */
  readonly mae: number;
  /** Mean of prediction minus points. */
  readonly bias: number;
  /** Share of games in which the player scored more than predicted, 0 to 1; about 0.5 when calibrated. */
  readonly shareAbove: number;
  /** The number of graded predictions. */
  readonly n: number;
  /** First and last game date of the graded predictions. */
  readonly from: string;
  readonly to: string;
}

interface ModelIdentity {
  readonly systemId: string;
  readonly version: string;
  /** The maximum of the model's confidence scale. Stored confidences are converted to 0 to 100. */
  readonly confidenceScale: 1 | 100;
  /** Undefined for a rule-based model. */
  readonly artifact: ModelArtifact | undefined;
}

/** A model that predicts from the player's data. */
export interface BaseModel extends ModelIdentity {
  readonly kind: 'base';
  predict(input: ModelInput): ModelAnswer;
}

/** The prediction of one model, as input of an ensemble. */
export interface Component {
  readonly systemId: string;
  /** 0 to 100, whatever the model's own scale. */
  readonly confidencePercent: number;
  readonly predictedPoints: number;
  readonly recommendation: Recommendation;
}

/** A model that predicts from the predictions of other models, which run before it. */
export interface EnsembleModel extends ModelIdentity {
  readonly kind: 'ensemble';
  /** System ids, in the order of the ensemble's slots. */
  readonly components: readonly string[];
  /** `components` are those that made a prediction, in the order of the slots. */
  combine(components: readonly Component[], line: number | undefined): ModelAnswer;
}

export type Model = BaseModel | EnsembleModel;

export function isAbsent(answer: object): answer is Absent {
  return 'absent' in answer;
}
