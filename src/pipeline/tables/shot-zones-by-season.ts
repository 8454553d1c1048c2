import type { Table } from '../../platform/warehouse.ts';
import { nullable, required } from './columns.ts';
import { shotZoneColumns } from './shot-zone-columns.ts';

/**
 * A player's shots over a whole season. Predict only from the previous season: totals of the current one include later games. `team` is his last
 * team.
 */
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
