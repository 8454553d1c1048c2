import type { Table } from '../../platform/warehouse.ts';
import { nullable, required } from './columns.ts';
import { shotZoneColumns } from './shot-zone-columns.ts';

/** Shots of a player over a whole season: inside that season they tell the future, so use the season before. `team` is his last one. */
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
