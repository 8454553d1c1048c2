import type { Actual } from './grade-prediction.ts';
import type { PredictedGame, UngradedRow } from './ungraded.ts';

/**
 * Returns what a predicted player did in the game, or undefined until the game is final. A player did not play if the
 * box score has no row for him, or if his row has no minutes and no points. Old seasons round minutes to whole numbers,
 * so points alone also prove that he played.
 */
export function actualOf(
  { points, minutes, last_status }: Pick<UngradedRow, 'points' | 'minutes' | 'last_status'>,
  gameState: PredictedGame['state'] | undefined,
): Actual | undefined {
  if (gameState !== 'final') return undefined;
  const played = points !== null && (points > 0 || (minutes ?? 0) > 0);
  return played ? { type: 'played', points, minutes: minutes ?? 0 } : { type: 'did-not-play', last_status };
}
