import type { Instant } from '../../platform/instant.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { type Candidate, candidatesOf } from '../batch/candidates.ts';
import { type Actual, gradePrediction } from '../grading/grade-prediction.ts';
import { readPrices } from '../grading/read-prices.ts';
import type { GradedPrediction } from '../grading/summarize-grades.ts';
import type { Model } from '../models/model.ts';
import type { FeatureSource } from '../player/feature-source.ts';
import { runMode } from '../player/run-mode.ts';
import type { PricingTraining } from '../pricing/pricing-training.ts';
import { type Coverage, coverageOf } from './coverage.ts';
import { type GameOutcome, readOutcomes } from './read-outcomes.ts';
import { offersReplayer, type ReplayedOffers } from './replay-offers.ts';
import { type Forecast, replayPlayer } from './replay-player.ts';

export interface ReplayDay {
  readonly gameDate: string;
  /** The replay of a game date uses only data known at this time, which is before the date's first tip-off. */
  readonly asOf: Instant;
  readonly models: readonly Model[];
  readonly pricing: readonly PricingTraining[];
}

interface ReplayGrade extends GradedPrediction {
  /** The source of the features of the predicted player. */
  readonly source: FeatureSource;
}

export interface ReplayedDay {
  readonly predicted: number;
  /** The number of players without a prediction, by reason. */
  readonly unpredicted: Readonly<Record<string, number>>;
  readonly coverage: Coverage;
  readonly grades: readonly ReplayGrade[];
  readonly references: readonly GradedPrediction[];
  readonly offers: readonly ReplayedOffers[];
}

/** Predicts and grades one game date with the data known at `asOf`. The replay writes nothing. */
export async function replayDate(warehouse: Warehouse, day: ReplayDay): Promise<ReplayedDay> {
  const outcomes = await readOutcomes(warehouse, day.gameDate);
  const outcomeOf = outcomeFinder(outcomes);
  const grade = await graderOf(warehouse, day, outcomeOf);
  const replayOffers = await offersReplayer(warehouse, day);
  const mode = runMode(day.gameDate, new Date(day.asOf));
  let predicted = 0;
  const unpredicted: Record<string, number> = {};
  const decisions = new Map<string, string>();
  const grades: ReplayGrade[] = [];
  const references: GradedPrediction[] = [];
  const offers: ReplayedOffers[] = [];
  for await (const page of candidatesOf(warehouse, { game_date: day.gameDate, as_of: day.asOf, now: day.asOf })) {
    for (const candidate of page) {
      const replayed = replayPlayer(candidate, { models: day.models, mode, now: new Date(day.asOf) });
      decisions.set(candidate.player_lookup, replayed.type === 'predicted' ? 'predicted' : replayed.reason);
      if (replayed.type !== 'predicted') {
        unpredicted[replayed.reason] = (unpredicted[replayed.reason] ?? 0) + 1;
        continue;
      }
      predicted += 1;
      const { source } = replayed;
      grades.push(
        ...replayed.forecasts.flatMap((forecast) => grade(candidate, forecast).map((one) => ({ ...one, source }))),
      );
      references.push(...replayed.references.flatMap((forecast) => grade(candidate, forecast)));
      offers.push(...replayOffers(candidate, replayed, outcomeOf(candidate)));
    }
  }
  return { predicted, unpredicted, coverage: coverageOf(outcomes, decisions), grades, references, offers };
}

type GradeForecast = (candidate: Candidate, forecast: Forecast) => readonly GradedPrediction[];

type OutcomeOf = (candidate: Candidate) => Actual | undefined;

/** Returns a function that finds what a candidate did. It returns undefined when his game is not finished. */
function outcomeFinder(outcomes: readonly GameOutcome[]): OutcomeOf {
  const finished = new Set(outcomes.map(({ game_id }) => game_id));
  const played = new Map(outcomes.filter(({ minutes }) => minutes > 0).map((row) => [row.player_lookup, row]));
  return ({ game_id, player_lookup }) => (finished.has(game_id) ? actualOf(played.get(player_lookup)) : undefined);
}

/**
 * Returns a function that grades one forecast of the date. The function returns an empty list for a forecast that
 * cannot be graded, such as one without a line.
 */
async function graderOf(
  warehouse: Warehouse,
  { gameDate, asOf }: ReplayDay,
  outcomeOf: OutcomeOf,
): Promise<GradeForecast> {
  const pricesOf = await readPrices(warehouse, { gameDate, knownAt: asOf, now: asOf });
  return (candidate, forecast) => {
    const { system_id, predicted_points, recommendation, current_points_line: line } = forecast;
    const status_when_predicted = candidate.injury_status;
    const prediction = { predicted_points, recommendation, line, status_when_predicted };
    const graded = gradePrediction(prediction, outcomeOf(candidate));
    if (graded.type === 'not-graded') return [];
    const prices = pricesOf({ playerLookup: candidate.player_lookup, bookmaker: candidate.line_source, line });
    return [{ ...graded.grade, system_id, recommendation, ...prices }];
  };
}

function actualOf(row: GameOutcome | undefined): Actual {
  return row === undefined
    ? { type: 'did-not-play', last_status: null }
    : { type: 'played', points: row.points, minutes: row.minutes };
}
