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
import { assertParameterFits } from '../parameter-value.ts';
import { renderStatement } from '../sql-parameters.ts';
import type { ColumnType, Parameter, Statement } from '../warehouse.ts';

const TYPES: Readonly<Record<ColumnType, DuckDBType>> = {
  STRING: VARCHAR,
  INT64: BIGINT,
  FLOAT64: DOUBLE,
  BOOL: BOOLEAN,
  DATE,
  TIMESTAMP,
};
const DAY_MS = 86_400_000;
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
  for (const [key, parameter] of entries) assertParameterFits(name, key, parameter);
  return {
    name,
    sql: renderStatement({ name, text, parameters, tables }, '$'),
    values: Object.fromEntries(entries.map(([key, parameter]) => [key, duckdbValue(parameter)])),
    types: Object.fromEntries(entries.map(([key, { type }]) => [key, TYPES[type]])),
  };
}

function duckdbValue({ type, value }: Parameter): DuckDBValue {
  if (value === null) return null;
  switch (type) {
    case 'INT64':
      return BigInt(value);
    case 'DATE':
      return new DuckDBDateValue(Date.parse(String(value)) / DAY_MS);
    case 'TIMESTAMP':
      return timestampValue(String(value));
    case 'STRING':
    case 'FLOAT64':
    case 'BOOL':
      return value;
  }
}

function timestampValue(text: string): DuckDBTimestampValue {
  const [, micros = ''] = BELOW_MILLIS.exec(text) ?? [];
  return new DuckDBTimestampValue(BigInt(Date.parse(text)) * 1000n + BigInt(micros.padEnd(3, '0')));
}
