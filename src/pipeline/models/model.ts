/** How strong tonight's opponent's defence is, by its rating: below 110, below 115, or weaker. */
export type OpponentTier = 'tier_1_elite' | 'tier_2_average' | 'tier_3_weak';
export type RecentForm = 'hot' | 'normal' | 'cold';
export type Recommendation = 'OVER' | 'UNDER' | 'PASS' | 'NO_LINE';

/** One game the player played before tonight, as it stood before that game began. */
export interface PastGame {
  readonly points: number;
  readonly opponentTier: OpponentTier;
  readonly daysRest: number;
  readonly isHome: boolean;
  readonly recentForm: RecentForm;
}

/** Everything a model may look at. A feature that is missing has no key; it is never zero. */
export interface ModelInput {
  readonly features: Readonly<Record<string, number>>;
  /** 0 to 100. */
  readonly quality: number;
  readonly daysRest: number | undefined;
  /** Points of the market line; undefined when there is none. */
  readonly line: number | undefined;
  /** Newest first, at most 30. */
  readonly history: readonly PastGame[];
}

export interface Prediction {
  /** 0 to 60, not rounded. */
  readonly predictedPoints: number;
  /** In the model's own scale, see `ModelIdentity.confidenceScale`. */
  readonly confidence: number;
  readonly recommendation: Recommendation;
  /** How far the components of an ensemble agree; a base model has none. */
  readonly agreement?: Agreement;
}

export interface Agreement {
  readonly type: 'high' | 'good' | 'moderate' | 'low';
  /** 50 to 95. */
  readonly percent: number;
  /** Population standard deviation of the components' predictions, in points. */
  readonly spread: number;
  /** How many components answered. */
  readonly systems: number;
}

/** A model cannot run for this player, and why, as the rest of a sentence: `it lacks fatigue_score`. Never a zero in its place. */
export interface Absent {
  readonly absent: string;
}

export type ModelAnswer = Prediction | Absent;

/** The trained file a model answers from. Its hash is the model's identity (RT-39). */
export interface ModelArtifact {
  /** Name of the `.cbm` file, without folder. */
  readonly file: string;
  /** Of the bytes that were loaded, 64 hexadecimal digits. */
  readonly sha256: string;
  /** Game dates (YYYY-MM-DD), both included: never predicted by this file without having seen the answer. */
  readonly trainedFrom: string;
  readonly trainedTo: string;
  /** ISO 8601. */
  readonly trainedAt: string;
  /** The names of its inputs, in its order. */
  readonly features: readonly string[];
  /** On games it was not trained on. */
  readonly metrics: HoldOutMetrics;
}

interface HoldOutMetrics {
  /** Mean absolute error, in points. */
  readonly mae: number;
  /** Mean of prediction minus points. */
  readonly bias: number;
  /** Share of games above the prediction, 0 to 1; about a half when it is calibrated. */
  readonly shareAbove: number;
  /** Predictions graded. */
  readonly n: number;
  /** Game dates, both included. */
  readonly from: string;
  readonly to: string;
}

interface ModelIdentity {
  readonly systemId: string;
  readonly version: string;
  /** The largest confidence the model's scale knows: stored confidences are 0 to 100. */
  readonly confidenceScale: 1 | 100;
  /** Undefined for a model that is a rule and not trained. */
  readonly artifact: ModelArtifact | undefined;
}

/** Answers from the player's data. */
export interface BaseModel extends ModelIdentity {
  readonly kind: 'base';
  predict(input: ModelInput): ModelAnswer;
}

/** What one model said, as an ensemble takes it. */
export interface Component {
  readonly systemId: string;
  /** 0 to 100, whatever the model's own scale. */
  readonly confidencePercent: number;
  readonly predictedPoints: number;
  readonly recommendation: Recommendation;
}

/** Answers from what other models, which run before it, have answered. */
export interface EnsembleModel extends ModelIdentity {
  readonly kind: 'ensemble';
  /** System ids, in the order of the ensemble's slots. */
  readonly components: readonly string[];
  /** Given the components that answered, in the order of the slots. */
  combine(components: readonly Component[], line: number | undefined): ModelAnswer;
}

export type Model = BaseModel | EnsembleModel;

export function isAbsent(answer: object): answer is Absent {
  return 'absent' in answer;
}
