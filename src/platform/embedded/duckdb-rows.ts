import {
  DuckDBBigIntVector,
  type DuckDBDataChunk,
  DuckDBDateVector,
  DuckDBDecimalValue,
  DuckDBDoubleVector,
  DuckDBTimestampTZVector,
  DuckDBTimestampVector,
  type DuckDBValue,
  type DuckDBVector,
} from '@duckdb/node-api';

const DAY_MS = 86_400_000;
const MICROS_PER_MILLI = 1000;

export type Row = Record<string, unknown>;

/**
 * The rows of a chunk as plain values: DATE as `2026-02-05`, TIMESTAMP as ISO 8601 in UTC with as many decimals as it needs (3 or 6), every
 * number as number.
 */
export function rowsOf(chunk: DuckDBDataChunk, names: readonly string[]): readonly Row[] {
  const columns = names.map((name, index) => [name, valuesOf(chunk.getColumnVector(index))] as const);
  const blank: Row = Object.fromEntries(names.map((name) => [name, null]));
  const rows: Row[] = [];
  for (let index = 0; index < chunk.rowCount; index++) {
    const row = { ...blank };
    for (const [name, values] of columns) row[name] = values[index];
    rows.push(row);
  }
  return rows;
}

function valuesOf(vector: DuckDBVector): readonly unknown[] {
  if (vector instanceof DuckDBDoubleVector) return typedValues(vector['items'], vector['validity']['data'], Number);
  if (vector instanceof DuckDBBigIntVector) return typedValues(vector['items'], vector['validity']['data'], Number);
  if (vector instanceof DuckDBDateVector)
    return typedValues(vector['items'], vector['validity']['data'], remembering(isoDate));
  if (vector instanceof DuckDBTimestampVector)
    return typedValues(vector['items'], vector['validity']['data'], remembering(isoMoment));
  if (vector instanceof DuckDBTimestampTZVector)
    return typedValues(vector['items'], vector['validity']['data'], remembering(isoMoment));
  return Array.from({ length: vector.itemCount }, (_, index) => plainValue(vector.getItem(index)));
}

/** Reads the vector's own arrays: its `getItem` asks for nulls by bigint arithmetic, which costs four times the rest. */
function typedValues<V>(
  items: ArrayLike<V>,
  presence: BigUint64Array | null,
  convert: (item: V) => unknown,
): readonly unknown[] {
  const bits = presence && new Uint8Array(presence.buffer, presence.byteOffset, presence.byteLength);
  const values: unknown[] = [];
  for (let index = 0; index < items.length; index++) {
    const item = items[index];
    const isPresent = bits === null || ((bits[index >> 3] ?? 0) & (1 << (index & 7))) !== 0;
    values.push(isPresent && item !== undefined ? convert(item) : null);
  }
  return values;
}

function plainValue(value: DuckDBValue): string | number | boolean | null {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof DuckDBDecimalValue) return value.toDouble();
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  throw new Error(`rows hold text, numbers, booleans, dates and moments only, not ${String(value)}`);
}

function isoDate(days: number): string {
  return new Date(days * DAY_MS).toISOString().slice(0, 10);
}

function isoMoment(bigMicros: bigint): string {
  const micros = Number(bigMicros);
  const millis = Math.floor(micros / MICROS_PER_MILLI);
  const rest = micros - millis * MICROS_PER_MILLI;
  const text = new Date(millis).toISOString();
  return rest === 0 ? text : `${text.slice(0, -1)}${String(rest).padStart(3, '0')}Z`;
}

/** Neighbouring rows mostly hold the same day or moment. */
function remembering<V>(convert: (value: V) => string): (value: V) => string {
  const known = new Map<V, string>();
  return (value) => {
    const text = known.get(value) ?? convert(value);
    known.set(value, text);
    return text;
  };
}
