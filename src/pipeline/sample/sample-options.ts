export interface SampleOptions {
  /** The same seed and day give the same league. */
  readonly seed: string;
  /** The date in New York, `2026-02-05`: games before it are played, and there are games on it. */
  readonly today: string;
  readonly teams: number;
  readonly playersPerTeam: number;
  readonly gamesPerTeam: number;
  /** Games on `today`; six to ten when left out. */
  readonly gamesTonight?: number;
  /** Days before `today` for which bookmakers' lines are made; 45 when left out. */
  readonly lineDays?: number;
}

/** A league of the NBA's size. */
export const NBA_SIZE = { teams: 30, playersPerTeam: 15, gamesPerTeam: 82 } as const;
