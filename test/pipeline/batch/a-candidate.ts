import type { Candidate } from '#src/pipeline/batch/candidates.ts';
import { FEATURE_NAMES } from '#src/pipeline/features/feature-names.ts';

const noFeatures = Object.fromEntries(FEATURE_NAMES.map((name) => [name, null])) as Record<
  (typeof FEATURE_NAMES)[number],
  null
>;
/** A player of CHI who qualifies by minutes, without a line, an injury report or published predictions. */
export function aCandidate(changed: Partial<Candidate> = {}): Candidate {
  return {
    ...noFeatures,
    player_lookup: 'cobywhite',
    player_name: 'Coby White',
    game_id: '0022500733',
    team: 'CHI',
    opponent: 'TOR',
    is_home: true,
    minutes_avg_last_7_days: 15,
    line: null,
    line_source: null,
    injury_status: null,
    tipped_at: '2026-02-06T00:00:00.000000Z',
    is_published: false,
    feature_version: 'v2_37features',
    quality_score: 90,
    quality_matchup: 100,
    quality_player_history: 100,
    quality_team_context: 100,
    quality_vegas: 0,
    quality_game_context: 90,
    days_rest: 2,
    last_season_features: null,
    assumed_features: null,
    history: '{"points":[],"opponent_tier":[],"days_rest":[],"is_home":[],"recent_form":[]}',
    ...changed,
  };
}
