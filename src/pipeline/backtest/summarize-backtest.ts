import * as z from 'zod';
import type { DateRange } from '../features/build-features.ts';
import { SystemGrades, summarizeGrades } from '../grading/summarize-grades.ts';
import { FeatureSource } from '../player/feature-source.ts';
import { Coverage, sumCoverage } from './coverage.ts';
import type { ModelsOnDate } from './models-on-date.ts';
import type { ReplayedDay } from './replay-date.ts';
import { OfferResults, summarizeOffers } from './summarize-offers.ts';
import { Training, trainingsUsed } from './trainings-used.ts';

const MONTH_LENGTH = 'YYYY-MM'.length;

export interface BacktestDay extends ModelsOnDate, ReplayedDay {
  readonly gameDate: string;
  readonly games: number;
}

const Counts = z.record(z.string(), z.number());
const Grades = z.array(SystemGrades).readonly();

/** The results of a backtest over a range of game dates. */
export const Backtest = z.object({
  from: z.string(),
  to: z.string(),
  dates: z.number(),
  games: z.number(),
  /**
   * The number of predicted players. A player counts once per game. Players without a line are predicted but not
   * graded.
   */
  predicted: z.number(),
  /** The number of candidates without a prediction, by reason. */
  unpredicted: Counts,
  /** For each month, how many of the players who had a line and played were predicted. */
  coverage: z.record(z.string(), Coverage),
  /** The grades of the current models in the order they run, followed by the grades of model variants. */
  models: Grades,
  /** The grades of simple forecasts (the line and two scoring averages) for the same players as the models. */
  references: Grades,
  /** The results of the probabilities and of the picks at bookmakers' prices. */
  offers: OfferResults,
  trainings: z.array(Training).readonly(),
  /**
   * The number of game dates that a backtest could not run a model on, by model. The model has no training that ended
   * before those dates.
   */
  left_out: Counts,
  /** The models' grades for each month. The key is a month like `2026-01`. */
  months: z.record(z.string(), Grades),
  /** The models' grades for each source of the players' features. */
  sources: z.partialRecord(FeatureSource, Grades),
});
export type Backtest = Readonly<z.infer<typeof Backtest>>;

/** Summarizes the replayed days of a backtest. `days` must be sorted by date. */
export function summarizeBacktest(range: DateRange, days: readonly BacktestDay[]): Backtest {
  const months = Map.groupBy(days, ({ gameDate }) => gameDate.slice(0, MONTH_LENGTH));
  return {
    ...range,
    dates: days.length,
    games: days.reduce((sum, { games }) => sum + games, 0),
    predicted: days.reduce((sum, { predicted }) => sum + predicted, 0),
    unpredicted: counted(days.flatMap(({ unpredicted }) => Object.entries(unpredicted))),
    coverage: Object.fromEntries(
      months.entries().map(([month, own]) => [month, sumCoverage(own.map(({ coverage }) => coverage))]),
    ),
    models: gradesOf(days),
    references: summarizeGrades(days.flatMap(({ references }) => references)),
    offers: summarizeOffers(days.flatMap(({ offers }) => offers)),
    trainings: trainingsUsed(days),
    left_out: counted(days.flatMap(({ leftOut }) => leftOut.map((systemId) => [systemId, 1] as const))),
    months: Object.fromEntries(months.entries().map(([month, own]) => [month, gradesOf(own)])),
    sources: gradesBySource(days),
  };
}

/** Grades each model on the players of one source at a time. A source without graded predictions is left out. */
function gradesBySource(days: readonly BacktestDay[]): Backtest['sources'] {
  const used = FeatureSource.options.filter((source) =>
    days.some(({ grades }) => grades.some((one) => one.source === source)),
  );
  return Object.fromEntries(
    used.map((source) => [
      source,
      gradesOf(days.map((day) => ({ ...day, grades: day.grades.filter((one) => one.source === source) }))),
    ]),
  );
}

/**
 * Grades each model of a backtest. The grades keep the order in which the models run, even if a model made no
 * prediction for the first player.
 */
function gradesOf(days: readonly BacktestDay[]): readonly SystemGrades[] {
  const order = [...new Set(days.flatMap(({ models }) => models.map(({ systemId }) => systemId)))];
  const summary = summarizeGrades(days.flatMap(({ grades }) => grades));
  return summary.toSorted((a, b) => order.indexOf(a.system_id) - order.indexOf(b.system_id));
}

function counted(entries: readonly (readonly [key: string, count: number])[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [key, count] of entries) counts[key] = (counts[key] ?? 0) + count;
  return counts;
}
