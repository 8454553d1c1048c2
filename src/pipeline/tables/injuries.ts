import type { Table } from '../../platform/warehouse.ts';
import { nullable, required } from './columns.ts';

/**
 * The table of injury reports, with one row for each player in a report for a game date. `status` is a term of
 * `vocabulary/injury-status.ts`. Rows of earlier imports may have the text of the report in lower case. `report_at` is the time at which the
 * report was published. If only the day is known, it is the end of that day in New York, so that no earlier prediction
 * uses the report.
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
