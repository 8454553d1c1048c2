import type { Table } from '../../platform/warehouse.ts';
import { nullable, required } from './columns.ts';

/**
 * The table of team box scores, with one row for each team and played game. Possessions, pace (possessions per 48
 * minutes) and ratings (points per 100 possessions) are estimated from the box score. The estimate of possessions is
 * slightly too low, because it does not know team turnovers. `opp_points` is null when neither the source nor the
 * opponent's row has the opponent's points.
 */
export const teamBoxScores: Table = {
  name: 'nba_raw.team_box_scores',
  columns: [
    ...required('STRING', 'season', 'season_type'),
    ...required('DATE', 'game_date'),
    ...required('STRING', 'game_id', 'team', 'opponent'),
    ...required('BOOL', 'is_home'),
    ...nullable('BOOL', 'team_won'),
    ...required('INT64', 'points'),
    ...nullable('INT64', 'opp_points'),
    ...nullable('INT64', 'fgm', 'fga', 'fg3m', 'fg3a', 'ftm', 'fta', 'rebounds', 'assists', 'turnovers'),
    ...nullable('FLOAT64', 'game_minutes_est', 'possessions_est', 'pace_est', 'off_rating_est', 'def_rating_est'),
    ...nullable('INT64', 'points_in_paint'),
    ...nullable('BOOL', 'incomplete'),
  ],
  key: ['game_id', 'team'],
  partitionBy: 'game_date',
  clusterBy: ['team'],
};
