/** The number of players who usually play on a date, and how many of them had a line. */
interface LineCoverage {
  readonly game_date: string;
  readonly players: number;
  readonly with_line: number;
}

/** Everything that the checks of one slate are decided from. All numbers are read from the warehouse. */
export interface SlateFacts {
  readonly game_date: string;
  readonly games: number;
  /** The teams with a game, each with whether anybody has played for it. */
  readonly teams: readonly { readonly team: string; readonly has_players: boolean }[];
  /** The players with a line that was known at the slate's `as_of`. */
  readonly lines: {
    readonly players: number;
    /** Nobody knows the player, or the line is for a game of other teams. */
    readonly without_player: number;
    /** The player's team does not play. */
    readonly without_game: number;
    /** The line was last seen long before the slate's `as_of`. */
    readonly old: number;
  };
  /** The slate's date and the dates before it, each at the same time of the day. */
  readonly coverage: readonly LineCoverage[];
  /** The players in the newest injury reports. */
  readonly reports: {
    readonly players: number;
    readonly without_player: number;
    /** The name fits several players, or the status is not a known word. */
    readonly unclear: number;
  };
  /** The games of the three days before, as far as their box scores are due. */
  readonly box_scores: {
    readonly games: number;
    readonly games_without: number;
    readonly teams: number;
    /** The points of the players differ from those of the team. */
    readonly uneven_teams: number;
  };
  /** The active prediction rows. */
  readonly predictions: {
    readonly row_count: number;
    readonly player_count: number;
    readonly actionable_count: number;
    readonly no_line_count: number;
    readonly default_confidence_count: number;
    readonly over_count: number;
    readonly under_count: number;
  };
}
