import * as z from 'zod';
import { FEATURE_NAMES } from '../features/feature-names.ts';

const featureColumns = Object.fromEntries(FEATURE_NAMES.map((name) => [name, z.number().nullable()])) as Record<
  (typeof FEATURE_NAMES)[number],
  z.ZodNullable<z.ZodNumber>
>;

/**
 * A player whose team plays on the date, with everything known of him at `as_of`: the row of `batch/sql/candidates.sql`. The features are
 * null as a whole (`feature_version` too) when the feature store has no row for him.
 */
export const Candidate = z.object({
  player_lookup: z.string(),
  player_name: z.string(),
  game_id: z.string(),
  team: z.string(),
  opponent: z.string(),
  is_home: z.boolean(),
  /** Mean minutes of the games he played in the seven days before the date; null when he played none. */
  minutes_avg_last_7_days: z.number().nullable(),
  line: z.number().nullable(),
  /** The bookmaker the line is from. */
  line_source: z.string().nullable(),
  /** Lower case, as in the newest report known at `as_of`; null when no report names him. */
  injury_status: z.string().nullable(),
  feature_version: z.string().nullable(),
  quality_score: z.number().nullable(),
  quality_matchup: z.number().nullable(),
  quality_player_history: z.number().nullable(),
  quality_team_context: z.number().nullable(),
  quality_vegas: z.number().nullable(),
  quality_game_context: z.number().nullable(),
  days_rest: z.number().nullable(),
  ...featureColumns,
  /** JSON text of `PlayerInput.history`. */
  history: z.string(),
});
export type Candidate = z.infer<typeof Candidate>;
