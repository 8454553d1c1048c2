import type { Column, Table } from './warehouse.ts';

export interface AddedColumns {
  /** `dataset.table` */
  readonly table: string;
  /** Nullable: rows that are there have no value for them. */
  readonly columns: readonly (Column & { readonly mode: 'nullable' })[];
}

/** One step of the warehouse's schema. A step that was released never changes; what changes is the next step. */
export interface Migration {
  /** `0001-what-it-does`, in the order of the list. */
  readonly id: string;
  readonly tables?: readonly Table[];
  readonly addColumns?: readonly AddedColumns[];
}

/** The tables as they are after all these steps. Throws when a step names a table that is there already, or one that is not. */
export function tablesAfter(migrations: readonly Migration[]): readonly Table[] {
  const tables = new Map<string, Table>();
  for (const { id, tables: created = [], addColumns = [] } of migrations) {
    for (const table of created) {
      if (tables.has(table.name)) throw new Error(`migration ${id} creates ${table.name} a second time`);
      tables.set(table.name, table);
    }
    for (const added of addColumns) tables.set(added.table, widened(tables.get(added.table), added, id));
  }
  return [...tables.values()];
}

function widened(table: Table | undefined, { table: name, columns }: AddedColumns, id: string): Table {
  if (table === undefined) throw new Error(`migration ${id} adds columns to ${name}, which no earlier step creates`);
  return { ...table, columns: [...table.columns, ...columns] };
}
