import type { Table } from '../../platform/warehouse.ts';
import { nullable, required } from './columns.ts';
import { shotZoneColumns } from './shot-zone-columns.ts';

/**
 * The table of shots by zone, with one row for each player and season. A prediction may use only the previous season,
 * because the totals of the current season include later games. `team` is the player's last team of the season.
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
