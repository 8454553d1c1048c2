import * as z from 'zod';
import type { Warehouse } from '../../platform/warehouse.ts';

export const SlateRow = z.object({
  system_id: z.string(),
  player_lookup: z.string(),
  player_name: z.string(),
  team_abbr: z.string(),
  opponent_team_abbr: z.string(),
  game_id: z.string(),
  predicted_points: z.number(),
  confidence_score: z.number(),
  recommendation: z.string(),
  current_points_line: z.number().nullable(),
  line_margin: z.number().nullable(),
  /** Whether consumers may act on the row; null in rows from before this column existed. */
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
});
export type SlateRow = z.infer<typeof SlateRow>;

/** Reads the active prediction rows of a game date, sorted by player and model. */
export function readSlate(warehouse: Warehouse, gameDate: string): Promise<readonly SlateRow[]> {
  const parameters = { game_date: { type: 'DATE', value: gameDate } } as const;
  return warehouse.query({ sql: 'results/sql/slate', parameters }, SlateRow);
}
