import type { Candidate } from '../batch/candidates.ts';

/** What a forecast has to beat to be worth its trouble, and where it stands. */
const REFERENCES = [
  ['line', 'line'],
  ['last_10_mean', 'points_avg_last_10'],
  ['season_mean', 'points_avg_season'],
] as const satisfies readonly (readonly [reference: string, column: keyof Candidate])[];

export interface ReferenceForecast {
  readonly reference: (typeof REFERENCES)[number][0];
  readonly points: number;
}

/** The sportsbook's line and the two means everybody can compute, of one player; one that is not known is not among them. */
export function referenceForecasts(
  candidate: Pick<Candidate, (typeof REFERENCES)[number][1]>,
): readonly ReferenceForecast[] {
  return REFERENCES.flatMap(([reference, column]) => {
    const points = candidate[column];
    return points === null ? [] : [{ reference, points }];
  });
}
