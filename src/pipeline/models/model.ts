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
  /** In the model's own scale, see `Model.confidenceScale`. */
  readonly confidence: number;
  readonly recommendation: Recommendation;
}

export interface Model {
  readonly systemId: string;
  readonly version: string;
  /** The largest confidence the model's scale knows: stored confidences are 0 to 100. */
  readonly confidenceScale: 1 | 100;
  /** Resolves to `undefined` when the model cannot run for this player. Never a zero in its place. */
  predict(input: ModelInput): Prediction | undefined;
}
