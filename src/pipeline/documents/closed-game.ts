import * as z from 'zod';

/**
 * A game that has tipped and has predictions that were published before its tip-off. Those predictions never change, and
 * the game gets no new ones.
 */
export const ClosedGame = z.object({
  game_id: z.string(),
  home_team: z.string(),
  away_team: z.string(),
  /** The tip-off. Without a known tip-off, it is the time at which the game date is over in New York. */
  tipped_at: z.string(),
});
export type ClosedGame = Readonly<z.infer<typeof ClosedGame>>;

/** Names closed games and says what happens to their predictions: `DET v WAS has begun, so …`. */
export function closedGamesSentence(games: readonly ClosedGame[]): string {
  const names = games.map(({ home_team, away_team }) => `${home_team} v ${away_team}`).join(', ');
  const [verb, their] = games.length === 1 ? ['has', 'its'] : ['have', 'their'];
  return `${names} ${verb} begun, so ${their} predictions from before the tip-off stay as they are.`;
}
