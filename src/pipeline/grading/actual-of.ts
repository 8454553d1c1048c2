import type { Actual } from './grade-prediction.ts';
import type { PredictedGame, UngradedRow } from './ungraded.ts';

/**
 * What became of the player of a prediction, or undefined while that is not known. In a game that is final, who has no row in the box score
 * did not play, nor did who stands there with no minutes and no points; minutes are whole in old seasons, so points alone prove that he did.
 */
export function actualOf(
  { points, minutes, last_status }: Pick<UngradedRow, 'points' | 'minutes' | 'last_status'>,
  gameState: PredictedGame['state'] | undefined,
): Actual | undefined {
  if (gameState !== 'final') return undefined;
  const played = points !== null && (points > 0 || (minutes ?? 0) > 0);
  return played ? { type: 'played', points, minutes: minutes ?? 0 } : { type: 'did-not-play', last_status };
}
