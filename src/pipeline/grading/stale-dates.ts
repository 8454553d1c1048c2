import * as z from 'zod';
import type { Warehouse } from '../../platform/warehouse.ts';

const StaleDate = z.object({ game_date: z.string() });

/** Returns the graded dates whose grades no longer fit the box scores, oldest first. */
export async function readStaleDates(warehouse: Warehouse): Promise<readonly string[]> {
  const rows = await warehouse.query({ sql: 'grading/sql/stale-dates' }, StaleDate);
  return rows.map(({ game_date }) => game_date);
}
