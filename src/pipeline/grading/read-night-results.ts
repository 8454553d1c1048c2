import * as z from 'zod';
import type { Warehouse } from '../../platform/warehouse.ts';
import { type HeadlineDeps, readHeadlineModel } from '../headline/headline-model.ts';
import { readNightPicks } from '../ledger/night-picks.ts';
import { readGradedRows } from './graded-rows.ts';
import type { NightResults } from './night-results.ts';
import { summarizeNight } from './summarize-night.ts';
import { PredictedGame } from './ungraded.ts';

const Coverage = z.object({ predictions: z.number(), no_line: z.number() });
const NewestDate = z.object({ game_date: z.string().nullable() });

export interface NightDeps extends HeadlineDeps {
  readonly warehouse: Warehouse;
}

/**
 * Reads the night results of a game date. They count published predictions only. A date whose graded predictions are all
 * a backfill has the results of that backfill. Returns undefined if none of the date's predictions is graded.
 */
export async function readNightResults(deps: NightDeps, gameDate: string): Promise<NightResults | undefined> {
  const { warehouse } = deps;
  const all = await readGradedRows(warehouse, gameDate);
  const published = all.filter(({ is_backfill }) => !is_backfill);
  const basis = published.length > 0 ? 'published' : 'backfill';
  const rows = basis === 'published' ? published : all;
  const [headlineModel, games, { predictions, no_line: noLine }, picks] = await Promise.all([
    readHeadlineModel(deps, gameDate),
    readPredictedGames(warehouse, gameDate, basis),
    readCoverage(warehouse, gameDate, basis),
    readNightPicks(warehouse, gameDate),
  ]);
  const leftOut = all.length - rows.length;
  return summarizeNight({ gameDate, headlineModel, basis, games, predictions, noLine, rows, leftOut, picks });
}

/**
 * Reads the games of a date that have active predictions, or those that have published or backfilled ones. Each row says
 * whether the game can be graded.
 */
export function readPredictedGames(
  warehouse: Warehouse,
  gameDate: string,
  basis?: NightResults['basis'],
): Promise<readonly PredictedGame[]> {
  const parameters = { ...dateOf(gameDate), is_backfill: isBackfill(basis) };
  return warehouse.query({ sql: 'grading/sql/games', parameters }, PredictedGame);
}

async function readCoverage(
  warehouse: Warehouse,
  gameDate: string,
  basis: NightResults['basis'],
): Promise<z.infer<typeof Coverage>> {
  const parameters = { ...dateOf(gameDate), is_backfill: isBackfill(basis) };
  const [counts] = await warehouse.query({ sql: 'grading/sql/coverage', parameters }, Coverage);
  if (counts === undefined) throw new Error(`The warehouse returned no prediction counts for ${gameDate}`);
  return counts;
}

/** Returns the newest game date that has graded predictions. */
export async function newestGradedDate(warehouse: Warehouse): Promise<string | undefined> {
  const [row] = await warehouse.query({ sql: 'grading/sql/newest-graded-date' }, NewestDate);
  return row?.game_date ?? undefined;
}

function isBackfill(basis: NightResults['basis'] | undefined) {
  return { type: 'BOOL', value: basis === undefined ? null : basis === 'backfill' } as const;
}

function dateOf(gameDate: string) {
  return { game_date: { type: 'DATE', value: gameDate } } as const;
}
