import * as z from 'zod';
import type { Warehouse } from '../../platform/warehouse.ts';

const PLAYERS_PER_GAME = 6;
const MIN_ACTIONABLE = 10;
const NO_LINE_SHARE = 0.5;

export const HealthFigures = z.object({
  row_count: z.number(),
  player_count: z.number(),
  actionable_count: z.number(),
  no_line_count: z.number(),
  default_confidence_count: z.number(),
});
export type HealthFigures = Readonly<z.infer<typeof HealthFigures>>;

/**
 * Returns the problems of a date's predictions, each as a sentence. The list is empty when there are none.
 * - Games without a single prediction are a problem, and nothing else is checked.
 * - Few players: fewer than six for each game.
 * - Few picks: fewer than ten actionable rows.
 * - No lines: at least half of the rows have no line.
 * - No models: every row has the confidence 50, because a formula has replaced the models.
 */
export function predictionProblems(games: number, figures: HealthFigures): readonly string[] {
  const { row_count, player_count, actionable_count, no_line_count, default_confidence_count } = figures;
  if (games === 0) return [];
  if (row_count === 0) return [`There are ${games} games and no predictions.`];
  const expected = games * PLAYERS_PER_GAME;
  return [
    ...(player_count < expected ? [`Only ${player_count} players are predicted; ${expected} are expected.`] : []),
    ...(actionable_count < MIN_ACTIONABLE
      ? [`Only ${actionable_count} rows are actionable; at least ${MIN_ACTIONABLE} are expected.`]
      : []),
    ...(no_line_count >= row_count * NO_LINE_SHARE
      ? [`${no_line_count} of ${row_count} rows have no betting line.`]
      : []),
    ...(default_confidence_count === row_count
      ? ['Every row has the confidence 50, so a model is probably missing.']
      : []),
  ];
}

export async function readHealthFigures(warehouse: Warehouse, gameDate: string): Promise<HealthFigures> {
  const parameters = { game_date: { type: 'DATE', value: gameDate } } as const;
  const [figures] = await warehouse.query({ sql: 'results/sql/prediction-health', parameters }, HealthFigures);
  return HealthFigures.parse(figures);
}
