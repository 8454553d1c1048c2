import { STORE_TIME, type Written } from '../../platform/document-store.ts';
import { FEATURE_NAMES } from '../features/feature-names.ts';
import type { PlayerDocument } from '../player/player-document.ts';
import type { Candidate } from './candidates.ts';

/** Creates the player document for a player's first request in a batch. */
export function firstRequest(candidate: Candidate, generation: number): Written<PlayerDocument> {
  return {
    player_lookup: candidate.player_lookup,
    player_name: candidate.player_name,
    team: candidate.team,
    opponent: candidate.opponent,
    game_id: candidate.game_id,
    generation,
    attempt: 1,
    ...requestFields(candidate),
  };
}

/**
 * The fields that make a player's document an open prediction request. They include a snapshot of what is known about
 * the player now.
 */
export function requestFields(candidate: Candidate | undefined) {
  return {
    status: 'requested',
    reason: null,
    republished: 0,
    row_count: 0,
    deliveries: 0,
    last_error: null,
    absent: null,
    rows: null,
    requested_at: STORE_TIME,
    completed_at: null,
    input: candidate === undefined ? null : inputSnapshot(candidate),
  } as const;
}

function listOf(text: string | null): readonly string[] {
  return text === null || text === '' ? [] : text.split(',');
}

/** Returns the player's input snapshot as JSON text, or null when the feature store has no row for the player. */
export function inputSnapshot(candidate: Candidate): string | null {
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
    last_season_features: listOf(candidate.last_season_features),
    assumed_features: listOf(candidate.assumed_features),
    line: candidate.line,
    line_source: candidate.line_source,
  };
  // The player's past games are already JSON text. Parsing them would be the slowest step of the snapshot.
  return `${JSON.stringify(known).slice(0, -1)},"history":${candidate.history}}`;
}
