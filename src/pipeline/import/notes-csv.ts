import type { NotedValue } from './file-notes.ts';
import { quotedField } from './quoted-field.ts';

const HEADER = ['kind', 'column', 'value', 'reason', 'rows', 'first_line'];

/** Formats all notes of an imported file as CSV with a header line. */
export function notesCsv(notes: readonly NotedValue[]): string {
  const rows = notes.map(({ kind, column, value, reason, rows: count, line }) => [
    ...[kind, column, value, reason].map(quotedField),
    ...[count, line].map(String),
  ]);
  return [HEADER, ...rows].map((fields) => `${fields.join(',')}\n`).join('');
}
