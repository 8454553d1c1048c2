import * as z from 'zod';
import { instantFromDate } from '../../platform/instant.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { type BuildDeps, buildFeatures, type DateRange, datesOf } from '../features/build-features.ts';
import { NEWEST_VERSION } from '../features/feature-names.ts';
import { type GradedPrediction, type SystemGrades, summarizeGrades } from '../grading/summarize-grades.ts';
import { type ModelShelf, modelsOnDate } from './models-on-date.ts';
import { replayDate } from './replay-date.ts';
import { type Training, trainingsUsed } from './trainings-used.ts';

const GameDate = z.object({
  game_date: z.string(),
  games: z.number(),
  is_built: z.boolean(),
  as_of: z.string().nullable(),
});

export interface BacktestDeps extends BuildDeps {
  readonly shelf: ModelShelf;
  /** Told after each date. */
  readonly onDate: (done: number, dates: number) => void;
}

export interface Backtest extends DateRange {
  readonly dates: number;
  readonly games: number;
  /** Players by what came of them. */
  readonly players: Readonly<Record<string, number>>;
  /** In the order the models run, the variants behind them. */
  readonly models: readonly SystemGrades[];
  /** The line and the means everybody can compute, on the same players. */
  readonly references: readonly SystemGrades[];
  readonly trainings: readonly Training[];
  /** By model, on how many dates no training before them exists. */
  readonly left_out: Readonly<Record<string, number>>;
  readonly months: Readonly<Record<string, readonly SystemGrades[]>>;
}

/**
 * Replays the dates of a range that have finished games, one by one, each as it stood one hour before its first tip-off and with models that
 * were trained before it. Nothing is stored but feature rows, where those of the range are not there or older than the data.
 */
export async function runBacktest(deps: BacktestDeps, range: DateRange): Promise<Backtest> {
  const dates = await builtDates(deps, range);
  const players: Record<string, number> = {};
  const leftOut: Record<string, number> = {};
  const used: { gameDate: string; models: ReturnType<typeof modelsOnDate>['models'] }[] = [];
  const grades: { month: string; own: readonly GradedPrediction[]; references: readonly GradedPrediction[] }[] = [];
  for (const [index, { game_date: gameDate, as_of: asOf }] of dates.entries()) {
    const { models, leftOut: without } = modelsOnDate(deps.shelf, gameDate);
    used.push({ gameDate, models });
    for (const systemId of without) add(leftOut, systemId, 1);
    if (asOf !== null) {
      const day = await replayDate(deps.warehouse, { gameDate, asOf: instantFromDate(new Date(asOf)), models });
      for (const [outcome, count] of Object.entries(day.players)) add(players, outcome, count);
      grades.push({ month: gameDate.slice(0, 7), own: day.grades, references: day.references });
    }
    deps.onDate(index + 1, dates.length);
  }
  return {
    ...range,
    dates: dates.length,
    games: dates.reduce((sum, { games }) => sum + games, 0),
    players,
    models: summarizeGrades(grades.flatMap(({ own }) => own)),
    references: summarizeGrades(grades.flatMap(({ references }) => references)),
    trainings: trainingsUsed(used),
    left_out: leftOut,
    months: Object.fromEntries(
      [...Map.groupBy(grades, ({ month }) => month)].map(([month, days]) => [
        month,
        summarizeGrades(days.flatMap(({ own }) => own)),
      ]),
    ),
  };
}

/** The dates with their feature rows built of all data there is. */
async function builtDates(deps: BacktestDeps, range: DateRange): Promise<readonly z.infer<typeof GameDate>[]> {
  const dates = await gameDates(deps.warehouse, range);
  const [first, last] = [dates[0], dates.at(-1)];
  if (first === undefined || last === undefined || dates.every(({ is_built }) => is_built)) return dates;
  await buildFeatures(deps, { from: first.game_date, to: last.game_date });
  return await gameDates(deps.warehouse, range);
}

function gameDates(warehouse: Warehouse, range: DateRange): Promise<readonly z.infer<typeof GameDate>[]> {
  const parameters = { ...datesOf(range), feature_version: { type: 'STRING', value: NEWEST_VERSION } } as const;
  return warehouse.query({ sql: 'backtest/sql/game-dates', parameters }, GameDate);
}

function add(counts: Record<string, number>, key: string, count: number): void {
  counts[key] = (counts[key] ?? 0) + count;
}
