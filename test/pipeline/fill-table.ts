import { randomUUID } from 'node:crypto';
import { MIGRATIONS } from '#src/pipeline/tables/migrations.ts';
import { tablesAfter } from '#src/platform/migration.ts';
import type { Table, Warehouse } from '#src/platform/warehouse.ts';

/** Replaces the rows of a table, which has the columns of all migrations. Columns that a row lacks are null. */
export async function fillTable(
  warehouse: Warehouse,
  { name }: Pick<Table, 'name'>,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  const table = tablesAfter(MIGRATIONS).find((each) => each.name === name);
  if (table === undefined) throw new Error(`no migration creates ${name}`);
  await warehouse.load(
    table,
    rows.map((row) => JSON.stringify(row)),
    randomUUID(),
  );
}
