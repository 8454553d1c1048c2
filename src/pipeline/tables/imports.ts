import type { Table } from '../../platform/warehouse.ts';
import { required } from './columns.ts';

/** One row for each file taken in, newest instant last. `table_name` is where its rows went; `sha256` is of the file's text, in hex. */
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
