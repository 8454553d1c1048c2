import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import * as z from 'zod';
import type { BuildDeps } from '#src/pipeline/features/build-features.ts';
import { MIGRATIONS } from '#src/pipeline/tables/migrations.ts';
import { rawTables } from '#src/pipeline/tables/raw-tables.ts';
import { duckdbWarehouse } from '#src/platform/embedded/duckdb-warehouse.ts';
import { readStatements } from '#src/platform/embedded/sql-files.ts';
import type { Warehouse } from '#src/platform/warehouse.ts';

export type Row = Readonly<Record<string, string | number | boolean | null>>;

/** Rows of raw tables, by the name of the table without `nba_raw.`; a table that is not named is empty. */
export type League = Readonly<Record<string, readonly Row[]>>;

const statements = readStatements(fileURLToPath(new URL('../../../src/pipeline', import.meta.url)));
const AnyRow = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** A warehouse that holds this league. Beside the statements of the pipeline it runs any SELECT. The clock goes a second at each look. */
export async function openLeague(league: League): Promise<BuildDeps> {
  const folder = await mkdtemp(join(tmpdir(), 'tipoff-features-'));
  const warehouse = duckdbWarehouse({
    path: join(folder, 'warehouse.duckdb'),
    migrations: MIGRATIONS,
    statements: (name) => (name.startsWith('SELECT ') ? name : statements(name)),
  });
  onTestFinished(async () => {
    await warehouse.close();
    await rm(folder, { recursive: true });
  });
  const ids = sequence();
  const seconds = sequence();
  const deps = {
    warehouse,
    now: () => new Date(Date.parse('2026-02-05T17:00:00Z') + seconds() * 1000),
    newId: () => `id-${ids()}`,
  };
  await loadLeague(deps, league);
  return deps;
}

/** Puts these rows in the place of what the named tables hold. */
export async function loadLeague({ warehouse, newId }: BuildDeps, league: League): Promise<void> {
  for (const [name, rows] of Object.entries(league)) {
    const table = rawTables.find((one) => one.name.endsWith(`.${name}`));
    if (table === undefined) throw new Error(`no raw table is named ${name}`);
    await warehouse.load(
      table,
      rows.map((row) => JSON.stringify(row)),
      newId(),
    );
  }
}

/** Every feature row, by player, in the order of dates. */
export async function featureRows(warehouse: Warehouse): Promise<readonly Row[]> {
  const sql =
    'SELECT * FROM nba_predictions.ml_feature_store_v2 ORDER BY game_date NULLS FIRST, player_lookup NULLS FIRST';
  return await warehouse.query({ sql }, AnyRow);
}

function sequence(): () => number {
  let next = 0;
  return () => {
    next += 1;
    return next;
  };
}
