import * as z from 'zod';
import type { BuildDeps } from '#src/pipeline/features/build-features.ts';
import { MIGRATIONS } from '#src/pipeline/tables/migrations.ts';
import { tablesAfter } from '#src/platform/migration.ts';
import type { Warehouse } from '#src/platform/warehouse.ts';
import { warehouseOfFile } from '../warehouse-of-file.ts';

export type Row = Readonly<Record<string, string | number | boolean | null>>;

/** Rows of raw tables, by the table's name without `nba_raw.`. Tables that are not named are empty. */
export type League = Readonly<Record<string, readonly Row[]>>;

const AnyRow = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/**
 * Call it once per test file. Opens one league after another in the same warehouse; each replaces the one before. The clock advances by one second at
 * each reading.
 */
export function leaguesOfFile(settings?: { readonly threads: number }): (league: League) => Promise<BuildDeps> {
  const emptied = warehouseOfFile(settings);
  return async (league) => {
    const ids = sequence();
    const seconds = sequence();
    const deps = {
      warehouse: await emptied(),
      now: () => new Date(Date.parse('2026-02-05T17:00:00Z') + seconds() * 1000),
      newId: () => `id-${ids()}`,
    };
    await loadLeague(deps, league);
    return deps;
  };
}

/** Replaces the rows of the named tables. */
export async function loadLeague({ warehouse, newId }: BuildDeps, league: League): Promise<void> {
  for (const [name, rows] of Object.entries(league)) {
    const table = tablesAfter(MIGRATIONS).find(
      (one) => one.name === `nba_raw.${name}` || one.name === `nba_orchestration.${name}`,
    );
    if (table === undefined) throw new Error(`no raw table is named ${name}`);
    await warehouse.load(
      table,
      rows.map((row) => JSON.stringify(row)),
      newId(),
    );
  }
}

/** All feature rows, by player, in date order. */
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
