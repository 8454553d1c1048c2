import { quotedField } from './quoted-field.ts';

/** A row of an import file that was left out because of its faults. */
export interface RejectedRow {
  readonly line: number;
  /** The texts of the file. */
  readonly fields: readonly string[];
  readonly faults: readonly string[];
}

/** The names of the two columns that come before those of the import file. No table has such a column. */
const ADDED = ['file_line', 'rejected_because'];

/**
 * Formats rejected rows as CSV with the columns of their import file. The corrected rows can be imported again, because
 * an import ignores the two columns in front.
 */
export function rejectsCsv(header: readonly string[], rejected: readonly RejectedRow[]): string {
  const rows = rejected.map(({ line, fields, faults }) => [
    String(line),
    ...[faults.join(' '), ...fields].map(quotedField),
  ]);
  return [[...ADDED, ...header.map(quotedField)], ...rows].map((fields) => `${fields.join(',')}\n`).join('');
}
