import * as z from 'zod';
import { instantFromDate } from '../../platform/instant.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { type BuildDeps, buildFeatures, type DateRange, datesOf } from '../features/build-features.ts';
import { NEWEST_VERSION } from '../features/feature-names.ts';
import type { PricingTraining } from '../pricing/pricing-training.ts';
import { coverageOf } from './coverage.ts';
import { type ModelPool, modelsOnDate } from './models-on-date.ts';
import { readOutcomes } from './read-outcomes.ts';
import { type ReplayedDay, replayDate } from './replay-date.ts';
import { type Backtest, type BacktestDay, summarizeBacktest } from './summarize-backtest.ts';

const GameDate = z.object({
  game_date: z.string(),
  games: z.number(),
  is_built: z.boolean(),
  /**
   * The time up to which the replay of a game date uses data. It is null when the date has no feature rows, because
   * then no player can be predicted.
   */
  as_of: z.string().nullable(),
});
type GameDate = z.infer<typeof GameDate>;

export interface BacktestDeps extends BuildDeps {
  readonly pool: ModelPool;
  /** The fitted distributions of points. Each date is priced by the newest one that was fitted before it. */
  readonly pricing: readonly PricingTraining[];
  /**
   * The backtest calls this function after each game date with the number of finished dates and the number of all
   * dates.
   */
  readonly onDate: (done: number, dates: number) => void;
}

/**
 * Replays every date of a range that has finished games. Each replay uses the data known one hour before the first
 * tip-off, and models trained before the date. A backtest writes only feature rows, and only those that are missing or
 * older than the imported data.
 */
export async function runBacktest(deps: BacktestDeps, range: DateRange): Promise<Backtest> {
  const dates = await builtDates(deps, range);
  const days: BacktestDay[] = [];
  for (const { game_date: gameDate, games, as_of } of dates) {
    const usable = modelsOnDate(deps.pool, gameDate);
    const asOf = as_of === null ? undefined : instantFromDate(new Date(as_of));
    const { models } = usable;
    const replayed =
      asOf === undefined
        ? await withoutPlayers(deps.warehouse, gameDate)
        : await replayDate(deps.warehouse, { gameDate, asOf, models, pricing: deps.pricing });
    days.push({ gameDate, games, ...usable, ...replayed });
    deps.onDate(days.length, dates.length);
  }
  return summarizeBacktest(range, days);
}

/** Returns the replay of a date without feature rows. No player can be predicted on such a date. */
async function withoutPlayers(warehouse: Warehouse, gameDate: string): Promise<ReplayedDay> {
  const coverage = coverageOf(await readOutcomes(warehouse, gameDate), new Map());
  return { predicted: 0, unpredicted: {}, coverage, grades: [], references: [], offers: [] };
}

/** Rebuilds the outdated feature rows of a date range, then returns the range's dates that have finished games. */
async function builtDates(deps: BacktestDeps, range: DateRange): Promise<readonly GameDate[]> {
  const dates = await gameDates(deps.warehouse, range);
  const [first, last] = [dates[0], dates.at(-1)];
  if (first === undefined || last === undefined || dates.every(({ is_built }) => is_built)) return dates;
  await buildFeatures(deps, { from: first.game_date, to: last.game_date });
  return await gameDates(deps.warehouse, range);
}

function gameDates(warehouse: Warehouse, range: DateRange): Promise<readonly GameDate[]> {
  const parameters = { ...datesOf(range), feature_version: { type: 'STRING', value: NEWEST_VERSION } } as const;
  return warehouse.query({ sql: 'backtest/sql/game-dates', parameters }, GameDate);
}
