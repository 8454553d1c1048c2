import * as z from 'zod';
import { UserText } from '../../platform/user-text.ts';
import { PickGrade } from './grade-pick.ts';

/** A pick of the ledger with its result. */
export const LedgerPick = z.object({
  game_date: z.string(),
  player_lookup: z.string(),
  player_name: UserText,
  team: z.string(),
  opponent: z.string(),
  side: z.enum(['OVER', 'UNDER']),
  line: z.number(),
  bookmaker: UserText,
  /** American odds. */
  price: z.number(),
  /** The probability that the pick wins, 0 to 1, as it was shown. */
  probability: z.number(),
  expected_value: z.number(),
  predicted_points: z.number(),
  /** The id of the model that projected the points. */
  system_id: z.string(),
  /** `withdrawn`: the player was ruled out before the tip-off. */
  state: z.enum(['published', 'withdrawn']),
  /** The result; null while the game is not graded, and for a withdrawn pick. */
  result: PickGrade.shape.result.nullable(),
  void_reason: PickGrade.shape.void_reason,
  actual_points: PickGrade.shape.actual_points,
  profit_units: PickGrade.shape.profit_units.nullable(),
});
export type LedgerPick = z.infer<typeof LedgerPick>;
