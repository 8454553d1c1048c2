import type { Table, Warehouse } from '../../platform/warehouse.ts';
import { playerAliases } from '../tables/player-aliases.ts';
import { players } from '../tables/players.ts';
import { stagingTable } from './import-kind.ts';
import type { FileReadState } from './read-rows.ts';

/** Stores the players whom an import file added, and the ids that it recognized as other ids of known players. */
export async function storeIdentities(
  { warehouse, now }: { readonly warehouse: Warehouse; readonly now: () => Date },
  { addedPlayers, recognizedIds }: Pick<FileReadState, 'addedPlayers' | 'recognizedIds'>,
  importId: string,
): Promise<void> {
  const created_at = recognizedIds.length === 0 ? '' : now().toISOString();
  const aliases = recognizedIds.map(({ id, lookup }) => ({
    ...{ alias_kind: 'id', alias: id, player_lookup: lookup },
    ...{ created_at, created_by: null },
  }));
  const job = `import-${importId}`;
  await mergeRows(warehouse, { table: players, rows: addedPlayers, merge: 'import/sql/merge-players' }, job);
  await mergeRows(warehouse, { table: playerAliases, rows: aliases, merge: 'identity/sql/merge-aliases' }, job);
}

interface MergedRows {
  readonly table: Table;
  readonly rows: readonly object[];
  /** The name of the SQL statement that merges the staged rows into the table. */
  readonly merge: string;
}

async function mergeRows(warehouse: Warehouse, { table, rows, merge }: MergedRows, job: string): Promise<void> {
  if (rows.length === 0) return;
  const jobId = `${job}-${table.name.slice(table.name.indexOf('.') + 1)}`;
  const staging = stagingTable(table, job);
  const lines = rows.values().map((row) => JSON.stringify(row));
  await warehouse.load(staging, lines, `${jobId}-load`);
  await warehouse.execute({ sql: merge, tables: { staging: staging.name } }, `${jobId}-merge`);
  await warehouse.drop(staging.name);
}
