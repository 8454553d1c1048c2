import type { PlayerInput } from '../player/player-input.ts';

/** What a forecast has to beat to be worth its trouble. */
const REFERENCES = ['line', 'last_10_mean', 'season_mean'] as const;
type Reference = (typeof REFERENCES)[number];

export interface ReferenceForecast {
  readonly reference: Reference;
  readonly points: number;
}

/** The sportsbook's line and the two means everybody can compute, of one player; one that is not known is not among them. */
export function referenceForecasts({
  line,
  features,
}: Pick<PlayerInput, 'line' | 'features'>): readonly ReferenceForecast[] {
  const points = {
    line: line ?? undefined,
    last_10_mean: features['points_avg_last_10'],
    season_mean: features['points_avg_season'],
  } satisfies Record<Reference, number | undefined>;
  return REFERENCES.flatMap((reference) => {
    const value = points[reference];
    return value === undefined ? [] : [{ reference, points: value }];
  });
}
