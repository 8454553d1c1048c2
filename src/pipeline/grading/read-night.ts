import * as z from 'zod';
import type { Warehouse } from '../../platform/warehouse.ts';
import { readGradedRows } from './graded-rows.ts';
import { nightReport } from './night-report.ts';
import type { NightResults } from './night-results.ts';
import { PredictedGame } from './ungraded.ts';

const Coverage = z.object({ predictions: z.number(), no_line: z.number() });
const NewestDate = z.object({ game_date: z.string().nullable() });

/** How the predictions of a date did; undefined when none of them is graded. */
export async function readNight(warehouse: Warehouse, gameDate: string): Promise<NightResults | undefined> {
  const [games, { predictions, no_line: noLine }, rows] = await Promise.all([
    readPredictedGames(warehouse, gameDate),
    readCoverage(warehouse, gameDate),
    readGradedRows(warehouse, gameDate),
  ]);
  return nightReport({ gameDate, games, predictions, noLine, rows });
}

/** The games that a date's active predictions are for, and whether each can be graded. */
export function readPredictedGames(warehouse: Warehouse, gameDate: string): Promise<readonly PredictedGame[]> {
  return warehouse.query({ sql: 'grading/sql/games', parameters: dateOf(gameDate) }, PredictedGame);
}

async function readCoverage(warehouse: Warehouse, gameDate: string): Promise<z.infer<typeof Coverage>> {
  const [counts] = await warehouse.query({ sql: 'grading/sql/coverage', parameters: dateOf(gameDate) }, Coverage);
  if (counts === undefined) throw new Error(`The table gave no counts for ${gameDate}`);
  return counts;
}

/** The newest date with graded predictions. */
export async function newestGradedDate(warehouse: Warehouse): Promise<string | undefined> {
  const [row] = await warehouse.query({ sql: 'grading/sql/newest-graded-date' }, NewestDate);
  return row?.game_date ?? undefined;
}

function dateOf(gameDate: string) {
  return { game_date: { type: 'DATE', value: gameDate } } as const;
}
