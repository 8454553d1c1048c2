const START = 75;

export interface ConfidenceInputs {
  /** The quality score of the player's features, 0 to 100. */
  readonly quality: number;
  /** The standard deviation of the player's points in his last ten games. */
  readonly pointsStd: number;
}

/**
 * The confidence of the CatBoost models, 79 to 95 (domain notes 1.5). Features of high quality and steady scoring raise
 * it.
 */
export function catboostConfidence({ quality, pointsStd }: ConfidenceInputs): number {
  return START + qualityTerm(quality) + consistencyTerm(pointsStd);
}

function qualityTerm(quality: number): number {
  if (quality >= 90) return 10;
  if (quality >= 80) return 7;
  if (quality >= 70) return 5;
  return 2;
}

function consistencyTerm(pointsStd: number): number {
  if (pointsStd < 4) return 10;
  if (pointsStd < 6) return 7;
  if (pointsStd < 8) return 5;
  return 2;
}
