import * as z from 'zod';
import type { Warehouse } from '../../platform/warehouse.ts';
import { type HeadlineDeps, readHeadlineModel } from '../headline/headline-model.ts';
import { readGradedRows } from './graded-rows.ts';
import type { NightResults } from './night-results.ts';
import { summarizeNight } from './summarize-night.ts';
import { PredictedGame } from './ungraded.ts';

const Coverage = z.object({ predictions: z.number(), no_line: z.number() });
const NewestDate = z.object({ game_date: z.string().nullable() });

export interface NightDeps extends HeadlineDeps {
  readonly warehouse: Warehouse;
}

/** Reads the night results of a game date. Returns undefined if none of the date's predictions is graded. */
export async function readNightResults(deps: NightDeps, gameDate: string): Promise<NightResults | undefined> {
  const { warehouse } = deps;
  const [headlineModel, games, { predictions, no_line: noLine }, rows] = await Promise.all([
    readHeadlineModel(deps, gameDate),
    readPredictedGames(warehouse, gameDate),
    readCoverage(warehouse, gameDate),
    readGradedRows(warehouse, gameDate),
  ]);
  return summarizeNight({ gameDate, headlineModel, games, predictions, noLine, rows });
}

/** Reads the games of a date that have active predictions. Each row says whether the game can be graded. */
export function readPredictedGames(warehouse: Warehouse, gameDate: string): Promise<readonly PredictedGame[]> {
  return warehouse.query({ sql: 'grading/sql/games', parameters: dateOf(gameDate) }, PredictedGame);
}

async function readCoverage(warehouse: Warehouse, gameDate: string): Promise<z.infer<typeof Coverage>> {
  const [counts] = await warehouse.query({ sql: 'grading/sql/coverage', parameters: dateOf(gameDate) }, Coverage);
  if (counts === undefined) throw new Error(`The warehouse returned no prediction counts for ${gameDate}`);
  return counts;
}

/** Returns the newest game date that has graded predictions. */
export async function newestGradedDate(warehouse: Warehouse): Promise<string | undefined> {
  const [row] = await warehouse.query({ sql: 'grading/sql/newest-graded-date' }, NewestDate);
  return row?.game_date ?? undefined;
}

function dateOf(gameDate: string) {
  return { game_date: { type: 'DATE', value: gameDate } } as const;
}
