import type { Grade } from './grade-prediction.ts';
import type { PregameInfo, UngradedRow } from './ungraded.ts';

const HIGH_QUALITY = 80;
const MEDIUM_QUALITY = 70;
const DECILES = 10;

/**
 * Returns the columns of `prediction_accuracy` for one graded prediction. The merge statement adds the date and the
 * number of the grading run.
 */
export function gradedRow(
  row: UngradedRow,
  grade: Grade,
  { status, prices }: PregameInfo,
): Readonly<Record<string, unknown>> {
  return {
    prediction_id: row.prediction_id,
    system_id: row.system_id,
    model_version: row.model_version,
    model_sha256: row.model_sha256,
    batch_id: row.batch_id,
    player_lookup: row.player_lookup,
    player_name: row.player_name,
    game_id: row.game_id,
    team_abbr: row.team_abbr,
    opponent_team_abbr: row.opponent_team_abbr,
    predicted_points: row.predicted_points,
    confidence_score: row.confidence_score / 100,
    confidence_decile: confidenceDecile(row.confidence_score),
    recommendation: row.recommendation,
    is_actionable: row.is_actionable,
    filter_reason: row.filter_reason,
    line_value: row.current_points_line,
    line_source: row.line_source,
    line_bookmaker: row.sportsbook,
    ...prices,
    feature_quality_score: row.feature_quality_score,
    data_quality_tier: qualityTier(row.feature_quality_score),
    ...grade,
    pre_game_injury_flag: grade.void_reason === 'dnp_injury_confirmed' || grade.void_reason === 'dnp_late_scratch',
    pre_game_injury_status: status,
    is_backfill: row.is_backfill,
  };
}

function confidenceDecile(percent: number): number {
  return Math.max(1, Math.min(DECILES, Math.floor(percent / DECILES) + 1));
}

function qualityTier(score: number): 'HIGH' | 'MEDIUM' | 'LOW' {
  if (score >= HIGH_QUALITY) return 'HIGH';
  return score >= MEDIUM_QUALITY ? 'MEDIUM' : 'LOW';
}
