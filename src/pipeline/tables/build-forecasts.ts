import type { Table } from '../../platform/warehouse.ts';
import { appendedSince } from '../features/feature-names.ts';
import { nullable, required } from './columns.ts';

/**
 * The intermediate table that `features/sql/forecast` writes: one row for each player on the roster of a feature build.
 * A later build deletes rows that are older than an hour.
 */
export const buildForecasts: Table = {
  name: 'nba_precompute.build_forecasts',
  columns: [
    ...required('STRING', 'build_id'),
    ...required('TIMESTAMP', 'built_at'),
    ...required('DATE', 'game_date'),
    ...required('STRING', 'player_lookup'),
    ...nullable(
      'FLOAT64',
      ...appendedSince('v2_39features', 'v3_55features').filter((name) => name !== 'line_consensus'),
    ),
  ],
  key: ['build_id', 'game_date', 'player_lookup'],
  partitionBy: 'game_date',
  clusterBy: ['build_id'],
};
