import * as z from 'zod';
import type { Warehouse } from '../../platform/warehouse.ts';

/** The result of one player in a finished game. */
const GameOutcome = z.object({
  game_id: z.string(),
  player_lookup: z.string(),
  points: z.number(),
  minutes: z.number(),
  /** Whether a bookmaker had a standard line on the player before the tip-off. */
  has_line: z.boolean(),
});
export type GameOutcome = Readonly<z.infer<typeof GameOutcome>>;

/** Reads the results of all finished games of a date. */
export function readOutcomes(warehouse: Warehouse, gameDate: string): Promise<readonly GameOutcome[]> {
  const parameters = { game_date: { type: 'DATE', value: gameDate } } as const;
  return warehouse.query({ sql: 'backtest/sql/outcomes', parameters }, GameOutcome);
}
