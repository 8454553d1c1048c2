import * as z from 'zod';
import { type Migration, tablesAfter } from '../migration.ts';
import { Problem } from '../problem.ts';
import { datasetOf } from '../table-ddl.ts';
import type { Column, ColumnType, Table } from '../warehouse.ts';
import { type BigqueryConnection, tableIn } from './bigquery-connection.ts';
import { isMissing } from './bigquery-error.ts';

/** The dataset of the tables that hold rows between a load and a merge. */
export const STAGING_DATASET = 'nba_staging';
/** The dataset of the list of migrations that ran. */
export const META_DATASET = 'tipoff_meta';
/** BigQuery's REST interface has older names for three types. */
const STORED_TYPES: Readonly<Record<string, ColumnType>> = {
  STRING: 'STRING',
  INTEGER: 'INT64',
  INT64: 'INT64',
  FLOAT: 'FLOAT64',
  FLOAT64: 'FLOAT64',
  BOOLEAN: 'BOOL',
  BOOL: 'BOOL',
  DATE: 'DATE',
  TIMESTAMP: 'TIMESTAMP',
};

const TableMetadata = z.object({
  type: z.string().default('TABLE'),
  schema: z.object({
    fields: z.array(z.object({ name: z.string(), type: z.string(), mode: z.string().default('NULLABLE') })),
  }),
  timePartitioning: z.object({ field: z.string().optional() }).optional(),
  requirePartitionFilter: z.boolean().default(false),
});
export type TableMetadata = z.infer<typeof TableMetadata>;

/** The names of all datasets, without a prefix. */
export function datasetsOf(migrations: readonly Migration[]): readonly string[] {
  return [...new Set([...tablesAfter(migrations).map(({ name }) => datasetOf(name)), STAGING_DATASET, META_DATASET])];
}

/** Reads what BigQuery knows of a table or view; undefined when it does not exist. */
export async function readTableMetadata(
  connection: BigqueryConnection,
  name: string,
): Promise<TableMetadata | undefined> {
  try {
    const [metadata] = await connection.call(() => tableIn(connection, name).getMetadata());
    return TableMetadata.parse(metadata);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/**
 * Compares every table with its description, so that nothing is written to a column that the table lacks. Throws a `Problem` that names the
 * columns. A nullable column that Tipoff does not know is fine, because a newer release may have added it. So is a view in the place of a
 * table, if it has the columns.
 */
export async function checkSchema(connection: BigqueryConnection, migrations: readonly Migration[]): Promise<void> {
  const tables = tablesAfter(migrations);
  const differences = await Promise.all(
    tables.map(async (table) => differencesOf(table, await readTableMetadata(connection, table.name))),
  );
  const all = differences.flat();
  if (all.length === 0) return;
  throw new Problem({
    code: 'warehouse_schema',
    message: `BigQuery in project ${connection.projectId} does not have the tables this version of Tipoff needs: ${all.join('; ')}. Run \`tipoff warehouse migrate\`.`,
  });
}

function differencesOf(table: Table, found: TableMetadata | undefined): readonly string[] {
  if (found === undefined) return [`table ${table.name} is missing`];
  const known = new Set(table.columns.map(({ name }) => name));
  const extra = found.schema.fields
    .filter(({ name, mode }) => mode === 'REQUIRED' && !known.has(name))
    .map(({ name }) => `column ${table.name}.${name} is required but unknown`);
  return [
    ...table.columns.flatMap((column) => columnFault(table.name, column, found)),
    ...extra,
    ...layoutFault(table, found),
  ];
}

/** Every column of a view is nullable. */
function columnFault(
  table: string,
  { name, type, mode }: Column,
  { type: kind, schema }: TableMetadata,
): readonly string[] {
  const field = schema.fields.find((each) => each.name === name);
  const ownMode = field?.mode === 'REQUIRED' ? 'required' : 'nullable';
  const stored =
    field === undefined ? 'missing' : `${STORED_TYPES[field.type] ?? field.type} ${kind === 'TABLE' ? ownMode : mode}`;
  return stored === `${type} ${mode}` ? [] : [`column ${table}.${name} must be ${type} ${mode} but is ${stored}`];
}

/** A stricter table than described is fine, because a newer release may have made it so. */
function layoutFault({ name, partitionBy, partitionFilter }: Table, found: TableMetadata): readonly string[] {
  const stored = found.timePartitioning?.field;
  if (found.type !== 'TABLE') return [];
  if (stored !== partitionBy)
    return [`table ${name} must be partitioned by ${partitionBy ?? 'nothing'} but is by ${stored ?? 'nothing'}`];
  return partitionFilter === 'required' && !found.requirePartitionFilter
    ? [`table ${name} must require a partition filter`]
    : [];
}
