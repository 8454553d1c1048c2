import type { Table } from '../../platform/warehouse.ts';
import { nullable, required } from './columns.ts';

/**
 * One row for each player named in one report for one game date. `status` is lower case without outer spaces (out, doubtful, questionable,
 * probable, available, day-to-day, suspension): it is made so at the import and nowhere else. `report_at` is when the report could be known;
 * a report of which only the day is known counts from the end of that day in New York, so that nothing earlier can have used it.
 */
export const injuries: Table = {
  name: 'nba_raw.injuries',
  columns: [
    ...required('TIMESTAMP', 'report_at'),
    ...required('DATE', 'game_date'),
    ...nullable('STRING', 'player_id'),
    ...required('STRING', 'player_name', 'player_lookup'),
    ...nullable('STRING', 'team'),
    ...required('STRING', 'status'),
    ...nullable('STRING', 'reason'),
  ],
  key: ['report_at', 'game_date', 'player_lookup'],
  partitionBy: 'game_date',
  clusterBy: ['player_lookup'],
};
