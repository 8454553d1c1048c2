import * as z from 'zod';
import type { Collection, DocumentRef } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';
import { PricedPick } from '../pricing/priced-player.ts';

/** A player whose predictions were withdrawn, and the injury report that ruled the player out. */
export const WithdrawnPlayer = z.object({
  player_lookup: z.string(),
  player_name: z.string(),
  team: z.string(),
  opponent: z.string(),
  game_id: z.string(),
  /** The status and the reason of the report. */
  status: z.string(),
  reason: z.string().nullable(),
  reported_at: z.string(),
  /** The highest sequence of the withdrawn predictions. Predictions of a later run are not part of the withdrawal. */
  sequence: z.number().int(),
  /** The number of withdrawn predictions; 0 before the withdrawal is done. */
  rows: z.number().int(),
  /** The pick that the channel showed for the player, which is withdrawn. It is null if there was none, and in older withdrawals. */
  shown_pick: PricedPick.pick({ side: true, line: true, bookmaker: true, price: true }).nullable().default(null),
  /** Whether a post has said that the player may play again. */
  is_back: z.boolean().default(false),
});
export type WithdrawnPlayer = z.infer<typeof WithdrawnPlayer>;

/**
 * A withdrawal of the predictions of players who were ruled out after their predictions were published and before the
 * tip-off. It is `pending` until its rows are inactive and the channel knows about it. It has `lapsed` when the games
 * tipped first, so that nothing was withdrawn.
 */
const Withdrawal = z.object({
  withdrawal_id: z.string(),
  game_date: z.string(),
  state: z.enum(['pending', 'done', 'lapsed']),
  withdrawn_at: Instant,
  players: z.array(WithdrawnPlayer),
});
export type Withdrawal = z.infer<typeof Withdrawal>;

export const WITHDRAWALS: Collection<Withdrawal> = {
  name: 'withdrawals',
  schema: Withdrawal,
  indexes: [['state'], ['game_date']],
  texts: [],
  times: ['withdrawn_at'],
};

export function withdrawalRef(id: string): DocumentRef<Withdrawal> {
  return { collection: WITHDRAWALS, id };
}
