import { ruledOutReason } from '../player/predict-player.ts';
import type { Candidate } from './candidates.ts';

export const MIN_MINUTES_PER_GAME = 15;

type DropReason = 'game_begun' | 'player_injury_out' | 'player_doubtful' | 'too_few_minutes';

export type Qualification = { readonly type: 'qualified' } | { readonly type: 'dropped'; readonly reason: DropReason };

/**
 * Decides whether a player qualifies for the slate. If predictions of his game were published before its tip-off, he does
 * not qualify from the tip-off on, because they never change. Otherwise he needs an average of at least 15 minutes in his
 * games of the last seven days, or a line. A player whose newest injury report says out or doubtful does not qualify.
 * `now` is the wall-clock time.
 */
export function qualifyPlayer(candidate: Candidate, now: Date): Qualification {
  if (candidate.is_published && now >= new Date(candidate.tipped_at)) return { type: 'dropped', reason: 'game_begun' };
  const ruledOut = ruledOutReason(candidate.injury_status ?? undefined);
  if (ruledOut === 'player_injury_out' || ruledOut === 'player_doubtful') return { type: 'dropped', reason: ruledOut };
  const plays = (candidate.minutes_avg_last_7_days ?? 0) >= MIN_MINUTES_PER_GAME;
  return plays || candidate.line !== null ? { type: 'qualified' } : { type: 'dropped', reason: 'too_few_minutes' };
}
