import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { ImportDeps } from '#src/pipeline/import/import-file.ts';
import { MIGRATIONS } from '#src/pipeline/tables/migrations.ts';
import { duckdbWarehouse } from '#src/platform/embedded/duckdb-warehouse.ts';
import { readStatements } from '#src/platform/embedded/sql-files.ts';

const statements = readStatements(fileURLToPath(new URL('../../../src/pipeline', import.meta.url)));

/** An empty warehouse that the import can write to. Beside the statements of the pipeline it runs any SELECT. */
export async function openWarehouse(): Promise<ImportDeps> {
  const folder = await mkdtemp(join(tmpdir(), 'tipoff-import-'));
  const warehouse = duckdbWarehouse({
    path: join(folder, 'warehouse.duckdb'),
    migrations: MIGRATIONS,
    statements: (name) => (name.startsWith('SELECT ') ? name : statements(name)),
  });
  onTestFinished(async () => {
    await warehouse.close();
    await rm(folder, { recursive: true });
  });
  let ids = 0;
  let millis = Date.parse('2026-02-05T17:00:00Z');
  return {
    warehouse,
    now: () => {
      millis += 1000;
      return new Date(millis);
    },
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
  };
}
