import * as z from 'zod';
import type { Candidate } from '../batch/candidates.ts';
import { inputSnapshot } from '../batch/player-request.ts';
import { qualifyPlayer } from '../batch/qualify-player.ts';
import type { Model } from '../models/model.ts';
import { type FeatureSource, featureSource } from '../player/feature-source.ts';
import type { SkipReason } from '../player/outcome.ts';
import { predictPlayer } from '../player/predict-player.ts';
import type { RunMode } from '../player/run-mode.ts';
import { referenceForecasts } from './reference-forecasts.ts';

const FIRST_GENERATION = 1;

/** A forecast to grade. It is a stored prediction row, or a simple forecast such as the line in the same form. */
const Forecast = z.object({
  system_id: z.string(),
  /** The predicted points, rounded to one decimal as in stored predictions. */
  predicted_points: z.number(),
  recommendation: z.string(),
  current_points_line: z.number().nullable().default(null),
});
export type Forecast = z.infer<typeof Forecast>;

export type ReplayedPlayer =
  | { readonly type: 'dropped'; readonly reason: string }
  | { readonly type: 'skipped'; readonly reason: SkipReason }
  | { readonly type: 'failed'; readonly reason: string }
  | {
      readonly type: 'predicted';
      readonly source: FeatureSource;
      readonly forecasts: readonly Forecast[];
      readonly references: readonly Forecast[];
    };

export interface Replay {
  readonly models: readonly Model[];
  readonly mode: RunMode;
  /** The time of the replay, which is before the tip-off. */
  readonly now: Date;
}

/**
 * Predicts one candidate as a batch would, with the same qualification rules, quality gate, models and row format, but
 * without a store.
 */
export function replayPlayer(candidate: Candidate, { models, mode, now }: Replay): ReplayedPlayer {
  const choice = qualifyPlayer(candidate, now);
  if (choice.type === 'dropped') return { type: 'dropped', reason: choice.reason };
  const input = inputSnapshot(candidate);
  const player = { ...candidate, generation: FIRST_GENERATION, input };
  const injuryStatus = candidate.injury_status ?? undefined;
  const { outcome } = predictPlayer({ batchId: 'backtest', mode, player, injuryStatus }, models);
  switch (outcome.status) {
    case 'skipped':
      return { type: 'skipped', reason: outcome.reason };
    case 'failed':
      return { type: 'failed', reason: outcome.reason };
    case 'predicted':
      return {
        type: 'predicted',
        source: featureSource(candidate),
        forecasts: outcome.rows.split('\n').map((row) => Forecast.parse(JSON.parse(row))),
        references: referencesOf(candidate),
      };
  }
}

function referencesOf(candidate: Candidate): readonly Forecast[] {
  return referenceForecasts(candidate).map(({ reference, points }) => ({
    system_id: reference,
    predicted_points: points,
    recommendation: 'PASS',
    current_points_line: candidate.line,
  }));
}
