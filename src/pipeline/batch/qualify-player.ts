import { ruledOutReason } from '../player/predict-player.ts';
import type { Candidate } from './candidates.ts';

export const MIN_MINUTES_PER_GAME = 15;

export type Qualification =
  | { readonly type: 'qualified' }
  | { readonly type: 'dropped'; readonly reason: 'player_injury_out' | 'player_doubtful' | 'too_few_minutes' };

/**
 * Decides whether a player qualifies for the slate. He needs an average of at least 15 minutes in his games of the last
 * seven days, or a line. A player whose newest injury report says out or doubtful does not qualify.
 */
export function qualifyPlayer(candidate: Candidate): Qualification {
  const ruledOut = ruledOutReason(candidate.injury_status ?? undefined);
  if (ruledOut === 'player_injury_out' || ruledOut === 'player_doubtful') return { type: 'dropped', reason: ruledOut };
  const plays = (candidate.minutes_avg_last_7_days ?? 0) >= MIN_MINUTES_PER_GAME;
  return plays || candidate.line !== null ? { type: 'qualified' } : { type: 'dropped', reason: 'too_few_minutes' };
}
