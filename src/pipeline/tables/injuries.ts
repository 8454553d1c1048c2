import type { Table } from '../../platform/warehouse.ts';
import { nullable, required } from './columns.ts';

/**
 * One row for each player in one report for one game date. `status` is lower case and trimmed (out, doubtful, questionable, probable, available,
 * day-to-day, suspension); only the import normalizes it. `report_at` is when the report was published. If only the day is known, it is the end
 * of that day in New York, so that no earlier prediction uses the report.
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
