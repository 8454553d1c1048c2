import type { AddedColumns } from '../../platform/migration.ts';
import type { Table } from '../../platform/warehouse.ts';
import { nullable, required } from './columns.ts';

/** The table of injury reports in its first version. */
export const firstInjuries: Table = {
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

export const reportScopes: AddedColumns = {
  table: firstInjuries.name,
  columns: nullable('STRING', 'report_scope'),
};

/**
 * The table of injury reports, with one row for each player in a report for a game date. `status` is a term of
 * `vocabulary/injury-status.ts`. Rows of earlier imports may have the text of the report in lower case. `report_at` is the time at which the
 * report was published. If only the day is known, it is the end of that day in New York, so that no earlier prediction
 * uses the report. The rows of one team and game date with the same `report_at` are one report. `report_scope` is a term
 * of `vocabulary/report-scope.ts`; null means complete. A complete report replaces the team's older reports.
 */
export const injuries: Table = { ...firstInjuries, columns: [...firstInjuries.columns, ...reportScopes.columns] };
