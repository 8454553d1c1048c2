import type { DateRange } from '../../pipeline/features/build-features.ts';
import { readImportState } from '../../pipeline/import/import-state.ts';
import { Problem } from '../../platform/problem.ts';
import type { App } from '../app.ts';

/** Returns the given date as a range, or all dates of the schedule. Throws a `Problem` when no schedule is imported. */
export async function dateRange({ warehouse }: App, gameDate: string | undefined): Promise<DateRange> {
  if (gameDate !== undefined) return { from: gameDate, to: gameDate };
  const state = await readImportState(warehouse);
  if (state.imported && state.firstGameDate !== null && state.lastGameDate !== null) {
    return { from: state.firstGameDate, to: state.lastGameDate };
  }
  const message =
    'No schedule is imported yet. `tipoff import <folder>` imports one; `tipoff start` creates sample data.';
  throw new Problem({ code: 'nothing_imported', message });
}
