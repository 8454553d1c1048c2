import * as z from 'zod';
import { profitAt } from '../grading/american-odds.ts';
import type { Actual } from '../grading/grade-prediction.ts';

const PickResult = z.enum(['won', 'lost', 'push', 'void']);
const PickVoidReason = z.enum(['did_not_play', 'game_moved']);

/** The result of a published pick. Its names are the columns of `published_pick_grades`. */
export const PickGrade = z.object({
  result: PickResult,
  /** Why the pick is void; null for every other result. */
  void_reason: PickVoidReason.nullable(),
  actual_points: z.number().nullable(),
  minutes_played: z.number().nullable(),
  /** The profit of a stake of 1 at the recorded price. It is 0 for a push and a void pick. */
  profit_units: z.number(),
});
export type PickGrade = z.infer<typeof PickGrade>;

interface PickToGrade {
  readonly side: 'OVER' | 'UNDER';
  readonly line: number;
  /** American odds. */
  readonly price: number;
}

/** What happened to the player of a pick. `game-moved`: the game was postponed to another date after it was to tip. */
export type PickOutcome = Actual | { readonly type: 'game-moved' };

const VOID = { result: 'void', actual_points: null, minutes_played: null, profit_units: 0 } as const;

/**
 * Grades a published pick like a sportsbook, with a stake of 1 at its recorded price. The pick is a push if the player
 * scored exactly the line. It is void if the player did not play, or if the game moved to another date.
 */
export function gradePick({ side, line, price }: PickToGrade, outcome: PickOutcome): PickGrade {
  if (outcome.type === 'game-moved') return { ...VOID, void_reason: 'game_moved' };
  if (outcome.type === 'did-not-play') return { ...VOID, void_reason: 'did_not_play' };
  const { points: actual_points, minutes: minutes_played } = outcome;
  const played = { void_reason: null, actual_points, minutes_played };
  if (actual_points === line) return { ...played, result: 'push', profit_units: 0 };
  const isWon = actual_points > line === (side === 'OVER');
  return isWon
    ? { ...played, result: 'won', profit_units: profitOf(price) }
    : { ...played, result: 'lost', profit_units: -1 };
}

function profitOf(price: number): number {
  const profit = profitAt(price);
  if (profit === undefined) throw new Error(`The ledger has a pick with the invalid price ${price}`);
  return profit;
}
