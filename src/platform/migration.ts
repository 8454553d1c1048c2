import type { Column, Table } from './warehouse.ts';

export interface AddedColumns {
  /** `dataset.table` */
  readonly table: string;
  /** The columns that a migration adds. They are nullable, because existing rows have no value for them. */
  readonly columns: readonly (Column & { readonly mode: 'nullable' })[];
}

export interface RelaxedColumns {
  /** `dataset.table` */
  readonly table: string;
  /** The names of the required columns that become nullable. */
  readonly columns: readonly string[];
}

/** One migration of the warehouse's schema. A released migration never changes; add a new one instead. */
export interface Migration {
  /** The id of a migration, such as `0001-what-it-does`. The numbers follow the order of the list. */
  readonly id: string;
  readonly tables?: readonly Table[];
  readonly addColumns?: readonly AddedColumns[];
  readonly relaxColumns?: readonly RelaxedColumns[];
  /** The names (`dataset.table`) of the partitioned tables that require a partition filter from now on. */
  readonly requirePartitionFilter?: readonly string[];
}

/**
 * Returns the tables after all migrations. Throws when a migration creates a table that exists or changes
 * columns of a table that does not exist.
 */
export function tablesAfter(migrations: readonly Migration[]): readonly Table[] {
  const tables = new Map<string, Table>();
  for (const migration of migrations) {
    const { id, tables: created = [] } = migration;
    for (const table of created) {
      if (tables.has(table.name)) throw new Error(`migration ${id} creates ${table.name} a second time`);
      tables.set(table.name, table);
    }
    changeTables(tables, migration);
  }
  return [...tables.values()];
}

function changeTables(
  tables: Map<string, Table>,
  { id, addColumns = [], relaxColumns = [], requirePartitionFilter = [] }: Migration,
): void {
  for (const added of addColumns) tables.set(added.table, widened(tables.get(added.table), added, id));
  for (const relaxed of relaxColumns) tables.set(relaxed.table, loosened(tables.get(relaxed.table), relaxed, id));
  for (const name of requirePartitionFilter) tables.set(name, filtered(tables.get(name), name, id));
}

function widened(table: Table | undefined, { table: name, columns }: AddedColumns, id: string): Table {
  if (table === undefined) throw new Error(`migration ${id} adds columns to ${name}, which no earlier step creates`);
  return { ...table, columns: [...table.columns, ...columns] };
}

function loosened(table: Table | undefined, { table: name, columns }: RelaxedColumns, id: string): Table {
  if (table === undefined) throw new Error(`migration ${id} changes columns of ${name}, which no earlier step creates`);
  const loosen = (column: Column): Column => (columns.includes(column.name) ? { ...column, mode: 'nullable' } : column);
  return { ...table, columns: table.columns.map(loosen) };
}

function filtered(table: Table | undefined, name: string, id: string): Table {
  if (table?.partitionBy === undefined)
    throw new Error(`migration ${id} requires a filter of ${name}, which has no partitions`);
  return { ...table, partitionFilter: 'required' };
}
