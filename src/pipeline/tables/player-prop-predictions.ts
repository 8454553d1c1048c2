import type { AddedColumns } from '../../platform/migration.ts';
import type { Column, Table } from '../../platform/warehouse.ts';
import { nullable, required } from './columns.ts';

const NAME = 'nba_predictions.player_prop_predictions';

/** The columns of the predictions table that a worker filled in the table's first version. */
const firstColumns: readonly Column[] = [
  ...required('STRING', 'prediction_id', 'system_id', 'model_version', 'player_lookup', 'player_name'),
  ...required('STRING', 'team_abbr', 'opponent_team_abbr', 'game_id'),
  ...required('FLOAT64', 'predicted_points', 'confidence_score'),
  ...required('STRING', 'recommendation'),
  ...required('BOOL', 'has_prop_line'),
  ...nullable('FLOAT64', 'current_points_line', 'line_margin'),
  ...required('STRING', 'line_source'),
  ...nullable('STRING', 'sportsbook'),
  ...required('STRING', 'feature_version'),
  ...required('FLOAT64', 'feature_quality_score'),
  ...required('BOOL', 'low_quality_flag'),
  ...required('STRING', 'prediction_run_mode'),
];

/** The table of predictions. A game date has at most one active row for each (game_id, player_lookup, system_id). */
export const playerPropPredictions: Table = {
  name: NAME,
  key: ['prediction_id'],
  partitionBy: 'game_date',
  clusterBy: ['system_id', 'player_lookup'],
  columns: [
    ...required('DATE', 'game_date'),
    ...firstColumns,
    ...required('STRING', 'batch_id'),
    ...required('INT64', 'generation', 'sequence'),
    ...required('BOOL', 'is_active'),
    ...nullable('STRING', 'superseded_by'),
    ...nullable('TIMESTAMP', 'superseded_at'),
    ...required('TIMESTAMP', 'created_at', 'updated_at'),
  ],
};

/**
 * The columns that were added to the predictions table later. They say whether consumers may act on a row and why not,
 * how closely an ensemble's components agree, and which model and build made the row.
 */
export const formattedColumns = {
  table: NAME,
  columns: [
    ...nullable('BOOL', 'is_actionable'),
    ...nullable('STRING', 'filter_reason', 'scoring_tier'),
    ...nullable('FLOAT64', 'tier_adjustment'),
    ...nullable('STRING', 'scenario_category', 'scenario_flags'),
    ...nullable('FLOAT64', 'prediction_variance', 'system_agreement_score'),
    ...nullable('INT64', 'contributing_systems'),
    ...nullable('STRING', 'model_file_name', 'model_sha256'),
    ...nullable('DATE', 'model_training_start_date', 'model_training_end_date'),
    ...nullable('STRING', 'build_commit_sha', 'deployment_revision'),
  ],
} satisfies AddedColumns;

/**
 * The columns that say what a row is worth. `is_backfill`: the row was written after the tip-off of its game, so it was
 * never published as a pick. `invalidation_reason`: why the row was withdrawn before the tip-off. `invalidated_by` is the
 * id of the withdrawal.
 */
export const publicationColumns = {
  table: NAME,
  columns: [
    ...nullable('BOOL', 'is_backfill'),
    ...nullable('STRING', 'invalidation_reason', 'invalidated_by'),
    ...nullable('TIMESTAMP', 'invalidated_at'),
  ],
} satisfies AddedColumns;

/**
 * The columns that say what the row was predicted with, so that a later run can find the players whose data has changed.
 * `line_consensus` is the median of the bookmakers' main lines; null if there was none. `injury_status` is a word of the
 * vocabulary; null if no injury report named the player. Both are null in rows of older releases.
 */
export const usedDataColumns = {
  table: NAME,
  columns: [...nullable('FLOAT64', 'line_consensus'), ...nullable('STRING', 'injury_status')],
} satisfies AddedColumns;

/** The columns of the predictions table that a worker fills. The consolidation fills all other columns. */
export const predictionColumns: readonly Column[] = [
  ...firstColumns,
  ...formattedColumns.columns,
  ...usedDataColumns.columns,
];
