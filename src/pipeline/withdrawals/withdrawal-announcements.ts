import * as z from 'zod';
import type { NewPost } from '../../coordination/outbox/post.ts';
import { slatePostKey } from '../batch/announce-batch.ts';
import { type Withdrawal, WithdrawnPlayer } from './withdrawal.ts';

/** The post about players who were ruled out after the run, in the thread of the slate. */
export const WithdrawalNotice = z.object({
  type: z.literal('withdrawal'),
  game_date: z.string(),
  players: z.array(WithdrawnPlayer.omit({ sequence: true, is_back: true, game_id: true })),
});
export type WithdrawalNotice = z.infer<typeof WithdrawalNotice>;

/** The post about a withdrawn player who may play again. The next run or a re-run predicts the player. */
export const PlayerBackNotice = z.object({
  type: z.literal('player-back'),
  game_date: z.string(),
  player_lookup: z.string(),
  player_name: z.string(),
  team: z.string(),
  /** The status of the newest report; null when it no longer lists the player. */
  status: z.string().nullable(),
});
export type PlayerBackNotice = z.infer<typeof PlayerBackNotice>;

/** Returns the post about a withdrawal. */
export function withdrawalPost({ withdrawal_id, game_date, players }: Withdrawal): NewPost {
  const shown = players.map(({ sequence: _, is_back: __, game_id: ___, ...player }) => player);
  const announcement = { type: 'withdrawal', game_date, players: shown } satisfies WithdrawalNotice;
  return { key: `withdrawal-${withdrawal_id}`, announcement, under: slatePostKey(game_date) };
}

/** Returns the post that offers a re-run of a withdrawn player who may play again. */
export function playerBackPost(
  { withdrawal_id, game_date }: Withdrawal,
  { player_lookup, player_name, team }: WithdrawnPlayer,
  status: string | null,
): NewPost {
  const who = { player_lookup, player_name, team };
  const announcement = { type: 'player-back', game_date, ...who, status } satisfies PlayerBackNotice;
  return { key: `player-back-${withdrawal_id}-${player_lookup}`, announcement, under: slatePostKey(game_date) };
}
