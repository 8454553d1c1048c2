import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MIGRATIONS } from '#src/pipeline/tables/migrations.ts';
import { duckdbWarehouse } from '#src/platform/embedded/duckdb-warehouse.ts';
import { readStatements } from '#src/platform/embedded/sql-files.ts';
import { once } from '#src/platform/once.ts';
import type { Warehouse } from '#src/platform/warehouse.ts';

/** Writes the warehouse file to a data folder, which has none, and returns the path of the file. */
type WriteWarehouseFile = (dataFolder: string) => Promise<string>;

/** A warehouse file for many tests. It is filled once for all tests of a worker, because filling it takes longer than most tests. */
export function warehouseFile(fill: (warehouse: Warehouse) => Promise<unknown>): WriteWarehouseFile {
  const filled = once(() => contentAfter(fill));
  return async (dataFolder) => {
    const path = join(dataFolder, 'warehouse.duckdb');
    await writeFile(path, await filled());
    return path;
  };
}

/** A warehouse file with every table and no rows. */
export const migratedFile = warehouseFile((warehouse) => warehouse.job('none'));

async function contentAfter(fill: (warehouse: Warehouse) => Promise<unknown>): Promise<Uint8Array> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-filled-'));
  const path = join(folder.path, 'warehouse.duckdb');
  const statements = readStatements(fileURLToPath(new URL('../../src/pipeline', import.meta.url)));
  const warehouse = duckdbWarehouse({ path, migrations: MIGRATIONS, statements });
  await fill(warehouse);
  await warehouse.close();
  return await readFile(path);
}
