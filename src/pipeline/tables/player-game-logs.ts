import type { Table } from '../../platform/warehouse.ts';
import { nullable, required } from './columns.ts';

/**
 * The table of game logs, with one row for each player who played in a game. Players who did not play have no row.
 * `game_date` is the date in New York. `minutes` is a decimal number and may be 0. Shooting columns are null when the
 * source does not have them.
 */
export const playerGameLogs: Table = {
  name: 'nba_raw.player_game_logs',
  columns: [
    ...required('STRING', 'season', 'season_type'),
    ...required('DATE', 'game_date'),
    ...required('STRING', 'game_id', 'player_id', 'player_name', 'player_lookup', 'team', 'opponent'),
    ...required('BOOL', 'is_home'),
    ...nullable('BOOL', 'starter'),
    ...required('FLOAT64', 'minutes'),
    ...required('INT64', 'points'),
    ...nullable('INT64', 'rebounds', 'assists', 'turnovers'),
    ...nullable('INT64', 'fgm', 'fga', 'fg3m', 'fg3a', 'ftm', 'fta', 'plus_minus'),
    ...nullable('BOOL', 'team_won'),
  ],
  key: ['game_id', 'player_id'],
  partitionBy: 'game_date',
  clusterBy: ['player_lookup'],
};
