import type { Table } from '../../platform/warehouse.ts';
import { nullable, required } from './columns.ts';
import { shotZoneColumns } from './shot-zone-columns.ts';

/** A player's shots over a whole season. To avoid leakage, use only the previous season for a prediction. `team` is his last team. */
export const shotZonesBySeason: Table = {
  name: 'nba_raw.shot_zones_by_season',
  columns: [
    ...required('STRING', 'season', 'season_type', 'player_id', 'player_name', 'player_lookup'),
    ...nullable('STRING', 'team'),
    ...nullable('INT64', 'games'),
    ...shotZoneColumns,
  ],
  key: ['season', 'season_type', 'player_id'],
};
