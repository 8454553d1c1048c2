import type { Column, Table } from '../../platform/warehouse.ts';

/** What a worker knows of a row; the rest is decided when the batch is consolidated. */
export const predictionColumns: readonly Column[] = [
  { name: 'prediction_id', type: 'STRING', mode: 'required' },
  { name: 'system_id', type: 'STRING', mode: 'required' },
  { name: 'model_version', type: 'STRING', mode: 'required' },
  { name: 'player_lookup', type: 'STRING', mode: 'required' },
  { name: 'player_name', type: 'STRING', mode: 'required' },
  { name: 'team_abbr', type: 'STRING', mode: 'required' },
  { name: 'opponent_team_abbr', type: 'STRING', mode: 'required' },
  { name: 'game_id', type: 'STRING', mode: 'required' },
  { name: 'predicted_points', type: 'FLOAT64', mode: 'required' },
  { name: 'confidence_score', type: 'FLOAT64', mode: 'required' },
  { name: 'recommendation', type: 'STRING', mode: 'required' },
  { name: 'has_prop_line', type: 'BOOL', mode: 'required' },
  { name: 'current_points_line', type: 'FLOAT64', mode: 'nullable' },
  { name: 'line_margin', type: 'FLOAT64', mode: 'nullable' },
  { name: 'line_source', type: 'STRING', mode: 'required' },
  { name: 'sportsbook', type: 'STRING', mode: 'nullable' },
  { name: 'feature_version', type: 'STRING', mode: 'required' },
  { name: 'feature_quality_score', type: 'FLOAT64', mode: 'required' },
  { name: 'low_quality_flag', type: 'BOOL', mode: 'required' },
  { name: 'prediction_run_mode', type: 'STRING', mode: 'required' },
];

/** One active row for each (game_id, player_lookup, system_id) of a game date. */
export const playerPropPredictions: Table = {
  name: 'nba_predictions.player_prop_predictions',
  key: ['prediction_id'],
  partitionBy: 'game_date',
  clusterBy: ['system_id', 'player_lookup'],
  columns: [
    { name: 'game_date', type: 'DATE', mode: 'required' },
    ...predictionColumns,
    { name: 'batch_id', type: 'STRING', mode: 'required' },
    { name: 'generation', type: 'INT64', mode: 'required' },
    { name: 'sequence', type: 'INT64', mode: 'required' },
    { name: 'is_active', type: 'BOOL', mode: 'required' },
    { name: 'superseded_by', type: 'STRING', mode: 'nullable' },
    { name: 'superseded_at', type: 'TIMESTAMP', mode: 'nullable' },
    { name: 'created_at', type: 'TIMESTAMP', mode: 'required' },
    { name: 'updated_at', type: 'TIMESTAMP', mode: 'required' },
  ],
};
