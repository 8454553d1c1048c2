import { FEATURE_NAMES } from '../features/feature-names.ts';
import { ruledOutReason } from '../player/predict-player.ts';
import type { Candidate } from './candidate.ts';

const MIN_MINUTES_PER_GAME = 15;

export type PlayerSelection =
  | { readonly type: 'ask' }
  | { readonly type: 'drop'; readonly reason: 'player_injury_out' | 'player_doubtful' | 'too_few_minutes' };

/**
 * Asked for is who played at least 15 minutes a game over the last seven days or has a line, unless his newest report says out or
 * doubtful.
 */
export function choosePlayer(candidate: Candidate): PlayerSelection {
  const ruledOut = ruledOutReason(candidate.injury_status ?? undefined);
  if (ruledOut === 'player_injury_out' || ruledOut === 'player_doubtful') return { type: 'drop', reason: ruledOut };
  const plays = (candidate.minutes_avg_last_7_days ?? 0) >= MIN_MINUTES_PER_GAME;
  return plays || candidate.line !== null ? { type: 'ask' } : { type: 'drop', reason: 'too_few_minutes' };
}

/** The input snapshot as JSON text; null when the feature store has no row for the player. */
export function inputOf(candidate: Candidate): string | null {
  if (candidate.feature_version === null) return null;
  const features: Record<string, number> = {};
  for (const name of FEATURE_NAMES) {
    const value = candidate[name];
    if (value !== null) features[name] = value;
  }
  const known = {
    feature_version: candidate.feature_version,
    features,
    quality_score: candidate.quality_score ?? 0,
    quality_by_category: {
      matchup: candidate.quality_matchup ?? 0,
      player_history: candidate.quality_player_history ?? 0,
      team_context: candidate.quality_team_context ?? 0,
      vegas: candidate.quality_vegas ?? 0,
      game_context: candidate.quality_game_context ?? 0,
    },
    days_rest: candidate.days_rest,
    line: candidate.line,
    line_source: candidate.line_source,
  };
  // The history is JSON already and is spliced in as it is: parsing it here would cost more than all the rest.
  return `${JSON.stringify(known).slice(0, -1)},"history":${candidate.history}}`;
}
