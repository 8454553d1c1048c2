import type { Table } from '../../platform/warehouse.ts';
import { nullable, required } from './columns.ts';

/**
 * The table of bookmakers' lines on a player's points, with one row for each line at each time it was read. Prices are
 * American odds. `captured_at` is null when the source does not say when it read the line. It is still part of the key,
 * so keys are compared null-safe. `player_lookup` does not depend on how the bookmaker spells the name.
 */
export const propLines: Table = {
  name: 'nba_raw.prop_lines',
  columns: [
    ...required('DATE', 'game_date'),
    ...nullable('STRING', 'game_id', 'player_id'),
    ...required('STRING', 'player_name', 'player_lookup', 'bookmaker'),
    ...required('FLOAT64', 'line'),
    ...nullable('INT64', 'over_price', 'under_price'),
    ...nullable('TIMESTAMP', 'captured_at', 'last_seen_at', 'commence_time'),
    ...nullable('STRING', 'home_team', 'away_team'),
    ...required('BOOL', 'is_main_line'),
    ...nullable('STRING', 'line_type'),
  ],
  key: ['game_date', 'player_lookup', 'bookmaker', 'line', 'captured_at'],
  partitionBy: 'game_date',
  clusterBy: ['player_lookup'],
};
