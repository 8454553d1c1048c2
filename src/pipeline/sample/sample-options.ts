export interface SampleOptions {
  /** The seed of the random numbers. The same seed and date give the same league. */
  readonly seed: string;
  /**
   * The date in New York, such as `2026-02-05`. The sample league has results for earlier games, and games on this date
   * that are not played yet.
   */
  readonly today: string;
  readonly teams: number;
  readonly playersPerTeam: number;
  readonly gamesPerTeam: number;
  /** The number of games that the sample league has on `today`. By default it is between six and ten. */
  readonly gamesTonight?: number;
  /** The number of days before `today` for which the sample league has bookmakers' lines; 45 by default. */
  readonly lineDays?: number;
  /**
   * The time now, as ISO 8601 in UTC. Tonight's newest lines then have the age of minutes, as real ones have. Without it, they are
   * from midnight in New York.
   */
  readonly nowAt?: string;
}

/** The options for a sample league as large as the NBA. */
export const NBA_SIZE = { teams: 30, playersPerTeam: 15, gamesPerTeam: 82 } as const;
