export interface SampleOptions {
  /** The same seed and date give the same league. */
  readonly seed: string;
  /** The date in New York, `2026-02-05`. Games before it are played, and some games are on it. */
  readonly today: string;
  readonly teams: number;
  readonly playersPerTeam: number;
  readonly gamesPerTeam: number;
  /** Games on `today`; six to ten by default. */
  readonly gamesTonight?: number;
  /** Days before `today` with bookmakers' lines; 45 by default. */
  readonly lineDays?: number;
}

/** A league of the NBA's size. */
export const NBA_SIZE = { teams: 30, playersPerTeam: 15, gamesPerTeam: 82 } as const;
