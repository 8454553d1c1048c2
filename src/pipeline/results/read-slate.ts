import * as z from 'zod';
import { UserText } from '../../platform/user-text.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { FALLBACK_MODEL, withHeadlines } from '../headline/headline-row.ts';

const StoredRow = z.object({
  system_id: z.string(),
  player_lookup: z.string(),
  player_name: UserText,
  team_abbr: z.string(),
  opponent_team_abbr: z.string(),
  game_id: z.string(),
  predicted_points: z.number(),
  confidence_score: z.number(),
  recommendation: z.string(),
  current_points_line: z.number().nullable(),
  line_margin: z.number().nullable(),
  /** Whether consumers may act on the prediction row. The value is null in rows that are older than this column. */
  is_actionable: z.boolean().nullable(),
  filter_reason: z.string().nullable(),
  scoring_tier: z.string().nullable(),
  scenario_category: z.string().nullable(),
  model_version: z.string(),
  model_file_name: z.string().nullable(),
  model_sha256: z.string().nullable(),
  build_commit_sha: z.string().nullable(),
  batch_id: z.string(),
  generation: z.number(),
  /** The bookmaker of the line; null without a line. */
  sportsbook: z.string().nullable(),
  /** Whether the row was written after the tip-off of its game. Such a row never counts as a published pick. */
  is_backfill: z.boolean(),
});

/** One prediction of a slate, as readers show it. */
export const SlateRow = StoredRow.extend({
  /** Whether this row is the player's headline projection. One row of each player is. */
  is_headline: z.boolean(),
});
export type SlateRow = z.infer<typeof SlateRow>;

/** The number of players of one read of a slate. Every real game date has fewer players, so one read is enough. */
export const PLAYERS_A_READ = 500;

const SlateCounts = z.object({ row_count: z.number(), player_count: z.number(), backfill_count: z.number() });
type SlateCounts = Readonly<z.infer<typeof SlateCounts>>;

/** Counts the active prediction rows of a game date, the players who have one, and the rows that are a backfill. */
export async function countSlate(warehouse: Warehouse, gameDate: string): Promise<SlateCounts> {
  const parameters = { game_date: { type: 'DATE', value: gameDate } } as const;
  const [counts] = await warehouse.query({ sql: 'results/sql/date-counts', parameters }, SlateCounts);
  return counts ?? { row_count: 0, player_count: 0, backfill_count: 0 };
}

interface SlatePart {
  readonly gameDate: string;
  /** The id of the model that gives the projections of the date. */
  readonly headlineModel: string;
  /** The number of players before the part; 0 by default. */
  readonly skip?: number;
  /** The number of players of the part. */
  readonly limit?: number;
}

/**
 * Reads the active prediction rows of a part of the players of a game date, sorted by player and model. The first
 * players are those whose projections differ most from the line.
 */
export async function readSlate(
  warehouse: Warehouse,
  { gameDate, headlineModel, skip = 0, limit = PLAYERS_A_READ }: SlatePart,
): Promise<readonly SlateRow[]> {
  const parameters = {
    game_date: { type: 'DATE', value: gameDate },
    headline_model: { type: 'STRING', value: headlineModel },
    fallback_model: { type: 'STRING', value: FALLBACK_MODEL },
    skipped_players: { type: 'INT64', value: skip },
    page_players: { type: 'INT64', value: limit },
  } as const;
  return withHeadlines(await warehouse.query({ sql: 'results/sql/slate', parameters }, StoredRow), headlineModel);
}

/** Reads the active prediction rows of one player on a game date, sorted by model. */
export async function readPlayerPredictions(
  warehouse: Warehouse,
  { gameDate, headlineModel, playerLookup }: Omit<SlatePart, 'skip' | 'limit'> & { readonly playerLookup: string },
): Promise<readonly SlateRow[]> {
  const parameters = {
    game_date: { type: 'DATE', value: gameDate },
    player_lookup: { type: 'STRING', value: playerLookup },
  } as const;
  const rows = await warehouse.query({ sql: 'results/sql/player-predictions', parameters }, StoredRow);
  return withHeadlines(rows, headlineModel);
}
