import type { Table } from '../../platform/warehouse.ts';
import { required } from './columns.ts';

/**
 * The table of team-games that no feature uses, because the points of the players differ too much from the points of the
 * team. Every import of box scores or of a schedule replaces its rows.
 */
export const leftOutTeamGames: Table = {
  name: 'nba_raw.left_out_team_games',
  columns: [
    ...required('DATE', 'game_date'),
    ...required('STRING', 'game_id', 'team'),
    ...required('INT64', 'player_points', 'team_points'),
  ],
  key: ['game_id', 'team'],
};
