import {
  BIGINT,
  BOOLEAN,
  DATE,
  DOUBLE,
  DuckDBDateValue,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  TIMESTAMP,
  VARCHAR,
} from '@duckdb/node-api';
import * as z from 'zod';
import { renderStatement } from '../sql-parameters.ts';
import type { ColumnType, Parameter, ParameterValue, Statement } from '../warehouse.ts';

const TYPES: Readonly<Record<ColumnType, DuckDBType>> = {
  STRING: VARCHAR,
  INT64: BIGINT,
  FLOAT64: DOUBLE,
  BOOL: BOOLEAN,
  DATE,
  TIMESTAMP,
};
const DAY_MS = 86_400_000;
const DATE_TEXT = z.iso.date();
const TIMESTAMP_TEXT = z.iso.datetime({ offset: true });
const BELOW_MILLIS = /\.\d{3}(\d{1,3})/;

export interface BoundStatement {
  readonly name: string;
  readonly sql: string;
  readonly values: Record<string, DuckDBValue>;
  readonly types: Record<string, DuckDBType>;
}

/**
 * Renders a SQL statement for DuckDB and binds its parameters with their declared types, including nulls. Throws when a
 * value does not have the declared type.
 */
export function bindStatement({ sql: name, parameters = {}, tables = {} }: Statement, text: string): BoundStatement {
  const entries = Object.entries(parameters);
  return {
    name,
    sql: renderStatement({ name, text, parameters, tables }, '$'),
    values: Object.fromEntries(entries.map(([key, parameter]) => [key, duckdbValue(`${name}: @${key}`, parameter)])),
    types: Object.fromEntries(entries.map(([key, { type }]) => [key, TYPES[type]])),
  };
}

function duckdbValue(name: string, { type, value }: Parameter): DuckDBValue {
  const bound = value === null ? null : convert(type, value);
  if (bound === undefined) throw new Error(`statement ${name} must be ${type}, not ${String(value)}`);
  return bound;
}

function convert(type: ColumnType, value: NonNullable<ParameterValue>): DuckDBValue | undefined {
  switch (type) {
    case 'STRING':
      return typeof value === 'string' ? value : undefined;
    case 'INT64':
      return Number.isSafeInteger(value) ? BigInt(value) : undefined;
    case 'FLOAT64':
      return typeof value === 'number' ? value : undefined;
    case 'BOOL':
      return typeof value === 'boolean' ? value : undefined;
    case 'DATE':
      return dateValue(String(value));
    case 'TIMESTAMP':
      return timestampValue(String(value));
  }
}

function dateValue(text: string): DuckDBDateValue | undefined {
  return DATE_TEXT.safeParse(text).success ? new DuckDBDateValue(Date.parse(text) / DAY_MS) : undefined;
}

function timestampValue(text: string): DuckDBTimestampValue | undefined {
  if (!TIMESTAMP_TEXT.safeParse(text).success) return undefined;
  const [, micros = ''] = BELOW_MILLIS.exec(text) ?? [];
  return new DuckDBTimestampValue(BigInt(Date.parse(text)) * 1000n + BigInt(micros.padEnd(3, '0')));
}
