import type { Table } from '../../platform/warehouse.ts';
import { required } from './columns.ts';

/**
 * The table of imports, with one row for each imported file. `table_name` is the table that got the file's rows.
 * `sha256` is the hash of the file, as hexadecimal digits.
 */
export const imports: Table = {
  name: 'nba_orchestration.imports',
  columns: [
    ...required('TIMESTAMP', 'imported_at'),
    ...required('STRING', 'file', 'table_name'),
    ...required('INT64', 'row_count'),
    ...required('STRING', 'sha256'),
    ...required('BOOL', 'is_sample'),
  ],
  key: ['imported_at', 'file'],
};
