import * as z from 'zod';
import type { Warehouse } from '../../platform/warehouse.ts';

const GradedRow = z.object({
  system_id: z.string(),
  player_lookup: z.string(),
  player_name: z.string(),
  game_id: z.string(),
  team_abbr: z.string(),
  opponent_team_abbr: z.string(),
  predicted_points: z.number(),
  recommendation: z.string(),
  line_value: z.number(),
  over_price: z.number().nullable(),
  under_price: z.number().nullable(),
  actual_points: z.number().nullable(),
  absolute_error: z.number().nullable(),
  signed_error: z.number().nullable(),
  predicted_margin: z.number(),
  actual_margin: z.number().nullable(),
  prediction_correct: z.boolean().nullable(),
  is_voided: z.boolean(),
  void_reason: z.string().nullable(),
  is_backfill: z.boolean(),
});
export type GradedRow = z.infer<typeof GradedRow>;

/** Reads the graded rows of a game date, sorted by player and model. */
export async function readGradedRows(warehouse: Warehouse, gameDate: string): Promise<readonly GradedRow[]> {
  const parameters = { game_date: { type: 'DATE', value: gameDate } } as const;
  const rows: GradedRow[] = [];
  for await (const page of warehouse.pages({ sql: 'grading/sql/graded', parameters }, GradedRow)) rows.push(...page);
  return rows;
}
