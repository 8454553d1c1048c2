import type { AddedColumns } from '../../platform/migration.ts';
import type { Table } from '../../platform/warehouse.ts';
import { nullable, required } from './columns.ts';

/** The columns of a graded prediction that grading computes or copies from the prediction. */
const gradeColumns = [
  ...required('STRING', 'prediction_id', 'system_id', 'model_version', 'batch_id'),
  ...nullable('STRING', 'model_sha256'),
  ...required('STRING', 'player_lookup', 'player_name', 'game_id', 'team_abbr', 'opponent_team_abbr'),
  ...required('FLOAT64', 'predicted_points', 'confidence_score'),
  ...required('INT64', 'confidence_decile'),
  ...required('STRING', 'recommendation'),
  ...nullable('BOOL', 'is_actionable'),
  ...nullable('STRING', 'filter_reason'),
  ...required('FLOAT64', 'line_value'),
  ...required('STRING', 'line_source'),
  ...nullable('STRING', 'line_bookmaker'),
  ...nullable('INT64', 'over_price', 'under_price'),
  ...required('FLOAT64', 'feature_quality_score'),
  ...required('STRING', 'data_quality_tier'),
  ...nullable('INT64', 'actual_points'),
  ...nullable('FLOAT64', 'minutes_played', 'absolute_error', 'signed_error'),
  ...nullable('BOOL', 'within_3_points', 'within_5_points'),
  ...required('FLOAT64', 'predicted_margin'),
  ...nullable('FLOAT64', 'actual_margin'),
  ...nullable('BOOL', 'prediction_correct'),
  ...required('BOOL', 'is_voided'),
  ...nullable('STRING', 'void_reason'),
  ...required('BOOL', 'pre_game_injury_flag'),
  ...nullable('STRING', 'pre_game_injury_status'),
] as const;

/**
 * The table of graded predictions. It has the active predictions with a line whose game is final. `confidence_score` is
 * 0 to 1. Errors are predicted points minus actual points. The prediction of a player who did not play is voided and
 * has no actual points or errors. Prices are American odds of the line at its bookmaker, as known at prediction time.
 * `grading_run` increases with every grading of a date. All rows of a date are from its latest run.
 */
export const predictionAccuracy: Table = {
  name: 'nba_predictions.prediction_accuracy',
  key: ['game_date', 'prediction_id'],
  partitionBy: 'game_date',
  clusterBy: ['system_id', 'player_lookup'],
  columns: [
    ...required('DATE', 'game_date'),
    ...gradeColumns,
    ...required('INT64', 'grading_run'),
    ...required('TIMESTAMP', 'graded_at'),
  ],
};

/** Whether a graded prediction is a backfill. A backfill was never published, so it never counts as a pick. */
export const gradedBackfills = {
  table: predictionAccuracy.name,
  columns: nullable('BOOL', 'is_backfill'),
} satisfies AddedColumns;

/** Returns the staging table for one grading run of a game date. */
export function gradesStaging(gameDate: string, run: number): Table {
  return {
    name: `nba_staging.grading_${gameDate.replaceAll('-', '_')}_r${run}`,
    key: ['prediction_id'],
    columns: [...gradeColumns, ...gradedBackfills.columns],
  };
}
