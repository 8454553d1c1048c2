import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { MIGRATIONS } from '#src/pipeline/tables/migrations.ts';
import { duckdbWarehouse } from '#src/platform/embedded/duckdb-warehouse.ts';
import { readStatements } from '#src/platform/embedded/sql-files.ts';
import { tablesAfter } from '#src/platform/migration.ts';
import type { Warehouse } from '#src/platform/warehouse.ts';
import { migratedFile } from './warehouse-file.ts';

const statements = readStatements(fileURLToPath(new URL('../../src/pipeline', import.meta.url)));
const EMPTY = [
  'DROP SCHEMA IF EXISTS nba_staging CASCADE',
  'DELETE FROM tipoff_meta.jobs',
  ...tablesAfter(MIGRATIONS).map(({ name }) => `DELETE FROM ${name}`),
].join(';');

/**
 * Call it once per test file. Returns the file's warehouse. Each call of the returned function empties it, because opening a new one takes as long as
 * most tests. It also runs any SELECT and INSERT. One thread is enough for few rows.
 */
export function warehouseOfFile({ threads = 1 } = {}): () => Promise<Warehouse> {
  let opened: Promise<{ readonly folder: string; readonly warehouse: Warehouse }> | undefined;
  afterAll(async () => {
    if (opened === undefined) return;
    const { folder, warehouse } = await opened;
    await warehouse.close();
    await rm(folder, { recursive: true });
  });
  return async () => {
    opened ??= open(threads);
    const { warehouse } = await opened;
    await warehouse.execute({ sql: EMPTY }, randomUUID());
    return warehouse;
  };
}

async function open(threads: number) {
  const folder = await mkdtemp(join(tmpdir(), 'tipoff-pipeline-'));
  const warehouse = duckdbWarehouse({
    path: await migratedFile(folder),
    migrations: MIGRATIONS,
    threads,
    statements: (name) => (name === EMPTY || /^(?:SELECT|INSERT) /.test(name) ? name : statements(name)),
  });
  return { folder, warehouse };
}
