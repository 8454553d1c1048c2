import {
  type DuckDBDataChunk,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from '@duckdb/node-api';

const DAY_MS = 86_400_000;

export type Row = Record<string, unknown>;

/** The rows of a chunk as plain values: DATE as `2026-02-05`, TIMESTAMP as ISO 8601 in UTC, every number as number. */
export function rowsOf(chunk: DuckDBDataChunk, names: readonly string[]): readonly Row[] {
  const columns = chunk.getColumns().map((column) => column.map(plainValue));
  return Array.from({ length: chunk.rowCount }, (_, row) =>
    Object.fromEntries(names.map((name, index) => [name, columns[index]?.[row]])),
  );
}

function plainValue(value: DuckDBValue): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof DuckDBDateValue) return new Date(value.days * DAY_MS).toISOString().slice(0, 10);
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue)
    return isoFromMicros(Number(value.micros));
  if (value instanceof DuckDBDecimalValue) return value.toDouble();
  return value;
}

function isoFromMicros(micros: number): string {
  const millis = Math.floor(micros / 1000);
  const rest = micros - millis * 1000;
  const text = new Date(millis).toISOString();
  return rest === 0 ? text : `${text.slice(0, -1)}${String(rest).padStart(3, '0')}Z`;
}
