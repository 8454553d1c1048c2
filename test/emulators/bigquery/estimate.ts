import type { DuckDBConnection } from '@duckdb/node-api';
import type { QueryConfiguration } from './protocol.ts';

const TABLE = /\b(?:FROM|JOIN|INTO|UPDATE|USING)\s+(\w+\.\w+)/gi;
const NUMBER_BYTES = 8;
/** BigQuery counts two bytes and the text for each text. */
const TEXT_OVERHEAD_BYTES = 2;

interface Estimate {
  readonly bytes: number;
  readonly tables: readonly string[];
}

/**
 * Estimates what BigQuery would read: the columns that the statement names, of all rows, or of the rows between its first and its last date if it
 * compares the partition column with a parameter. BigQuery's own dry run also knows which columns and partitions each part of a statement needs.
 */
export async function estimateOf(
  connection: DuckDBConnection,
  { query, queryParameters }: QueryConfiguration,
  partitions: ReadonlyMap<string, string>,
): Promise<Estimate> {
  const text = query.replaceAll(/--[^\n]*/g, '');
  const tables = [...new Set([...text.matchAll(TABLE)].map(([, name = '']) => name))];
  const dates = queryParameters.flatMap(({ parameterType, parameterValue }) =>
    parameterType.type === 'DATE' ? (parameterValue.value ?? []) : [],
  );
  let bytes = 0;
  for (const table of tables) {
    const column = partitions.get(table);
    const isFiltered = column !== undefined && new RegExp(`\\b${column}\\s*(?:[<>=]+|BETWEEN)\\s*@`, 'i').test(text);
    const [from, to] = [dates.toSorted()[0], dates.toSorted().at(-1)];
    const where = isFiltered && from !== undefined ? ` WHERE ${column} BETWEEN '${from}' AND '${to}'` : '';
    bytes += await bytesOf(connection, { table, text, where });
  }
  return { bytes, tables };
}

async function bytesOf(
  connection: DuckDBConnection,
  { table, text, where }: { readonly table: string; readonly text: string; readonly where: string },
): Promise<number> {
  const [schema = '', name = ''] = table.split('.');
  const found = await connection.runAndReadAll(
    'SELECT column_name, data_type FROM duckdb_columns() WHERE schema_name = $1 AND table_name = $2',
    [schema, name],
  );
  const named = found
    .getRowsJson()
    .map(([column, type]) => ({ column: String(column), isText: type === 'VARCHAR' }))
    .filter(({ column }) => new RegExp(`\\b${column}\\b`).test(text));
  const sums = named.map(({ column, isText }) =>
    isText ? `COALESCE(SUM(STRLEN(${column}) + ${TEXT_OVERHEAD_BYTES}), 0)` : `COUNT(${column}) * ${NUMBER_BYTES}`,
  );
  if (sums.length === 0) return 0;
  const [row = []] = (await connection.runAndReadAll(`SELECT ${sums.join(', ')} FROM ${table}${where}`)).getRowsJson();
  return row.reduce<number>((sum, each) => sum + Number(each), 0);
}
