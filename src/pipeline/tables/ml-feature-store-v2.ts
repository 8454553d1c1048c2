import type { AddedColumns } from '../../platform/migration.ts';
import type { Table } from '../../platform/warehouse.ts';
import { appendedSince, featuresOf } from '../features/feature-names.ts';
import { nullable, required } from './columns.ts';

/**
 * The feature store, with one row for each player whose team has a game on the date. A row uses the data known at
 * `as_of`. A missing feature is null, never zero, and is listed in `missing_features`. `default_features` lists the
 * features that were computed from their second source. `last_season_features` lists the features that use games of
 * an earlier season. `assumed_features` lists those with the usual value of the player's role, or with the mean of both
 * teams because his team is unknown. Both are null in rows that are older than the columns. The lists are separated by commas, in the order of the vector.
 * Qualities are 0 to 100. `days_rest` is the number of days between the player's last game and this one; it is 0 for a
 * game on the next day. The `past_` columns contain up to 30 games of the last 90 days, newest first, in the text
 * format that features/sql/build documents. Migrations with `addColumns` add the features of later versions.
 */
export const mlFeatureStoreV2: Table = {
  name: 'nba_predictions.ml_feature_store_v2',
  columns: [
    ...required('DATE', 'game_date'),
    ...required('STRING', 'player_lookup', 'player_name', 'game_id', 'team', 'opponent'),
    ...required('BOOL', 'is_home'),
    ...nullable('INT64', 'days_rest'),
    ...nullable('FLOAT64', 'minutes_avg_last_7_days'),
    ...required('STRING', 'past_points', 'past_opponent_tiers', 'past_days_rest', 'past_is_home', 'past_recent_form'),
    ...required('TIMESTAMP', 'as_of'),
    ...required('INT64', 'feature_count'),
    ...required('STRING', 'feature_version'),
    ...required('FLOAT64', 'feature_quality_score'),
    ...required('FLOAT64', 'quality_matchup', 'quality_player_history', 'quality_team_context'),
    ...required('FLOAT64', 'quality_vegas', 'quality_game_context'),
    ...required('STRING', 'quality_alert_level', 'default_features', 'missing_features'),
    ...required('TIMESTAMP', 'created_at'),
    ...nullable('FLOAT64', ...featuresOf('v2_37features')),
  ],
  key: ['game_date', 'player_lookup'],
  partitionBy: 'game_date',
  clusterBy: ['player_lookup', 'feature_version'],
};

export const breakoutFeatures: AddedColumns = {
  table: mlFeatureStoreV2.name,
  columns: nullable('FLOAT64', ...appendedSince('v2_37features', 'v2_39features')),
};

export const sourcesOfFeatures: AddedColumns = {
  table: mlFeatureStoreV2.name,
  columns: nullable('STRING', 'last_season_features', 'assumed_features'),
};

export const forecastFeatures: AddedColumns = {
  table: mlFeatureStoreV2.name,
  columns: nullable('FLOAT64', ...appendedSince('v2_39features', 'v3_55features')),
};
