import * as z from 'zod';
import type { Instant } from '../../platform/instant.ts';
import type { Statement, Warehouse } from '../../platform/warehouse.ts';
import type { PreparingBatch } from '../documents/batch-document.ts';
import { FEATURE_NAMES } from '../features/feature-names.ts';

const featureColumns = Object.fromEntries(FEATURE_NAMES.map((name) => [name, z.number().nullable()])) as Record<
  (typeof FEATURE_NAMES)[number],
  z.ZodNullable<z.ZodNumber>
>;

/**
 * A row of `batch/sql/candidates.sql`: a player whose team plays on the game date, with everything known about him at
 * `as_of`. All features and `feature_version` are null when the feature store has no row for the player.
 */
export const Candidate = z.object({
  player_lookup: z.string(),
  player_name: z.string(),
  game_id: z.string(),
  team: z.string(),
  opponent: z.string(),
  is_home: z.boolean(),
  /** The player's mean minutes per game in the seven days before the date; null when he played no game. */
  minutes_avg_last_7_days: z.number().nullable(),
  line: z.number().nullable(),
  /** The bookmaker who offers the player's line. */
  line_source: z.string().nullable(),
  /**
   * The status in the player's newest injury report known at `as_of`, in lower case; null when no injury report names
   * him.
   */
  injury_status: z.string().nullable(),
  /** The tip-off of the game. Without a known tip-off, it is the time at which the game date is over in New York. */
  tipped_at: z.string(),
  /** Whether the game has predictions that were published before its tip-off. */
  is_published: z.boolean(),
  feature_version: z.string().nullable(),
  quality_score: z.number().nullable(),
  quality_matchup: z.number().nullable(),
  quality_player_history: z.number().nullable(),
  quality_team_context: z.number().nullable(),
  quality_vegas: z.number().nullable(),
  quality_game_context: z.number().nullable(),
  days_rest: z.number().nullable(),
  /** The features that use games of an earlier season, separated by commas; empty or null when there are none. */
  last_season_features: z.string().nullable(),
  /** The features with an assumed value, in the same form. */
  assumed_features: z.string().nullable(),
  ...featureColumns,
  /** The player's past games as JSON text, in the format of `PlayerInput.history`. */
  history: z.string(),
});
export type Candidate = z.infer<typeof Candidate>;

/** The batch, and the wall-clock time: a game that has tipped by then uses data of one hour before its tip-off. */
export interface CandidateMoment extends Pick<PreparingBatch, 'game_date' | 'as_of'> {
  readonly now: Instant;
}

/**
 * Yields the players whose teams play on the batch's game date, with the data known at the batch's `as_of`. Pages are
 * sorted by `player_lookup`.
 */
export function candidatesOf(warehouse: Warehouse, batch: CandidateMoment): AsyncIterable<readonly Candidate[]> {
  const statement: Statement = {
    sql: 'batch/sql/candidates',
    parameters: {
      game_date: { type: 'DATE', value: batch.game_date },
      as_of: { type: 'TIMESTAMP', value: batch.as_of },
      now: { type: 'TIMESTAMP', value: batch.now },
    },
  };
  return warehouse.pages(statement, Candidate);
}

/** Finds the named players among the candidates of a batch. The returned map is keyed by `player_lookup`. */
export async function findCandidates(
  warehouse: Warehouse,
  batch: CandidateMoment,
  playerLookups: readonly string[],
): Promise<ReadonlyMap<string, Candidate>> {
  const wanted = new Set(playerLookups);
  const found = new Map<string, Candidate>();
  for await (const page of candidatesOf(warehouse, batch)) {
    for (const candidate of page)
      if (wanted.has(candidate.player_lookup)) found.set(candidate.player_lookup, candidate);
  }
  return found;
}
