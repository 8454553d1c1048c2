import type { Table } from '../../platform/warehouse.ts';
import { nullable, required } from './columns.ts';

/**
 * The table of games, with one row for each past or future game. Scores are null until they are known. `game_date` is
 * the date in New York.
 */
export const schedule: Table = {
  name: 'nba_raw.schedule',
  columns: [
    ...required('STRING', 'season', 'season_type'),
    ...required('DATE', 'game_date'),
    ...required('STRING', 'game_id', 'home_team', 'away_team'),
    ...nullable('INT64', 'home_score', 'away_score'),
    ...nullable('BOOL', 'neutral_site'),
    ...nullable('TIMESTAMP', 'tipoff_utc'),
    ...nullable('STRING', 'arena'),
  ],
  key: ['game_id'],
  partitionBy: 'game_date',
};
