import type { Table } from '../../platform/warehouse.ts';
import { nullable, required } from './columns.ts';
import { shotZoneColumns } from './shot-zone-columns.ts';

/** The table of shots by zone, with one row for each player and game. */
export const shotZonesByGame: Table = {
  name: 'nba_raw.shot_zones_by_game',
  columns: [
    ...required('STRING', 'season'),
    ...required('DATE', 'game_date'),
    ...required('STRING', 'game_id', 'player_id', 'player_name', 'player_lookup'),
    ...nullable('STRING', 'team'),
    ...shotZoneColumns,
  ],
  key: ['game_id', 'player_id'],
  partitionBy: 'game_date',
  clusterBy: ['player_lookup'],
};
