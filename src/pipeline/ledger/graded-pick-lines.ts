import * as z from 'zod';
import type { Warehouse } from '../../platform/warehouse.ts';
import { actualOf } from '../grading/actual-of.ts';
import type { PredictedGame } from '../grading/ungraded.ts';
import { gradePick } from './grade-pick.ts';

const PublishedPick = z.object({
  pick_id: z.string(),
  game_id: z.string(),
  side: z.enum(['OVER', 'UNDER']),
  line: z.number(),
  price: z.number(),
  /** The player's points; null when the box score has no row for him. */
  points: z.number().nullable(),
  minutes: z.number().nullable(),
  /** Whether the schedule has the game on another date. */
  is_moved: z.boolean(),
});

/** Grades the published picks of a date, each as a line of JSON. Picks of games that are not final are left out. */
export async function gradedPickLines(
  warehouse: Warehouse,
  gameDate: string,
  games: readonly PredictedGame[],
): Promise<readonly string[]> {
  const states = new Map(games.map(({ game_id, state }) => [game_id, state]));
  const parameters = { game_date: { type: 'DATE', value: gameDate } } as const;
  const picks = await warehouse.query({ sql: 'ledger/sql/picks-to-grade', parameters }, PublishedPick);
  return picks.flatMap(({ pick_id, game_id, is_moved, points, minutes, ...pick }) => {
    const outcome = is_moved
      ? ({ type: 'game-moved' } as const)
      : actualOf({ points, minutes, last_status: null }, states.get(game_id));
    return outcome === undefined ? [] : JSON.stringify({ pick_id, ...gradePick(pick, outcome) });
  });
}
