import type { Candidate } from '../batch/candidates.ts';

/**
 * Simple forecasts, such as a scoring average, that a model should outperform. Each entry names the column of
 * `Candidate` that holds the forecast.
 */
const REFERENCES = [
  ['line', 'line'],
  ['last_10_mean', 'points_avg_last_10'],
  ['season_mean', 'points_avg_season'],
] as const satisfies readonly (readonly [reference: string, column: keyof Candidate])[];

export interface ReferenceForecast {
  readonly reference: (typeof REFERENCES)[number][0];
  readonly points: number;
}

/**
 * Returns the player's line and his two scoring averages as forecasts. A line or average that is unknown is left out.
 */
export function referenceForecasts(
  candidate: Pick<Candidate, (typeof REFERENCES)[number][1]>,
): readonly ReferenceForecast[] {
  return REFERENCES.flatMap(([reference, column]) => {
    const points = candidate[column];
    return points === null ? [] : [{ reference, points }];
  });
}
