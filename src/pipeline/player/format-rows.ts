import { hash } from 'node:crypto';
import type { ModelResult } from '../models/run-models.ts';
import { injuryStatusOf } from '../vocabulary/injury-status.ts';
import { featureSource } from './feature-source.ts';
import { filterReason } from './format-actionability.ts';
import { type Build, provenanceOf } from './format-provenance.ts';
import { scenarioOf } from './format-scenario.ts';
import { scoringTier } from './format-scoring-tier.ts';
import type { PlayerDocument } from './player-document.ts';
import type { PlayerInput } from './player-input.ts';
import type { RowFacts } from './row-facts.ts';

const LOW_QUALITY_BELOW = 70;

export interface RowContext {
  readonly batchId: string;
  readonly mode: string;
  readonly player: Pick<
    PlayerDocument,
    'player_lookup' | 'player_name' | 'team' | 'opponent' | 'game_id' | 'generation'
  >;
  readonly input: PlayerInput;
  readonly build: Build;
  /** The player's newest injury status; undefined when no injury report names him. */
  readonly injuryStatus: string | undefined;
}

/**
 * Formats the prediction rows of one player as newline-delimited JSON. Columns without a value are left out. The same
 * input always gives the same text.
 */
export function formatRows(predicted: RowContext, results: readonly ModelResult[]): string {
  const shared = JSON.stringify(playerColumns(predicted)).slice(0, -1);
  return results.map((result) => `${shared},${JSON.stringify(modelColumns(predicted, result)).slice(1)}`).join('\n');
}

/** Returns the columns that are the same in all prediction rows of a player. */
function playerColumns({ mode, player, input, build, injuryStatus }: RowContext): Record<string, unknown> {
  const tier = scoringTier(input.features['points_avg_season']);
  return {
    outcome: 'predicted',
    player_lookup: player.player_lookup,
    player_name: player.player_name,
    team_abbr: player.team,
    opponent_team_abbr: player.opponent,
    game_id: player.game_id,
    has_prop_line: input.line !== null,
    current_points_line: input.line ?? undefined,
    line_source: input.line === null ? 'NO_PROP_LINE' : 'ACTUAL_PROP',
    sportsbook: input.line_source ?? undefined,
    feature_version: input.feature_version,
    feature_quality_score: input.quality_score,
    low_quality_flag: input.quality_score < LOW_QUALITY_BELOW,
    prediction_run_mode: mode,
    scoring_tier: tier?.tier,
    tier_adjustment: tier?.adjustment,
    build_commit_sha: build.commit ?? undefined,
    deployment_revision: build.revision ?? undefined,
    line_consensus: input.features['line_consensus'],
    injury_status: injuryStatus === undefined ? undefined : injuryStatusOf(injuryStatus),
  };
}

function modelColumns(
  { batchId, player, input, injuryStatus }: RowContext,
  result: ModelResult,
): Record<string, unknown> {
  const { systemId, prediction, confidencePercent } = result;
  const identity = [batchId, player.generation, player.game_id, player.player_lookup, systemId, input.line];
  const margin = input.line === null ? undefined : round(prediction.predictedPoints - input.line, 2);
  const confidence = round(confidencePercent, 2);
  const recommendation = input.line === null ? 'NO_LINE' : prediction.recommendation;
  const facts: RowFacts = {
    playerLookup: player.player_lookup,
    opponent: player.opponent,
    recommendation,
    line: input.line,
    edge: margin === undefined ? null : Math.abs(margin),
    confidence,
    quality: input.quality_score,
    season: input.features['points_avg_season'],
    lastFive: input.features['points_avg_last_5'],
    featureSource: featureSource(input),
    injuryStatus: injuryStatus === undefined ? undefined : injuryStatusOf(injuryStatus),
  };
  const reason = filterReason(facts);
  const scenario = scenarioOf(facts);
  const { agreement } = prediction;
  return {
    prediction_id: hash('sha256', JSON.stringify(identity), 'hex').slice(0, 32),
    system_id: systemId,
    predicted_points: round(prediction.predictedPoints, 1),
    confidence_score: confidence,
    recommendation,
    line_margin: margin,
    is_actionable: reason === null,
    filter_reason: reason ?? undefined,
    scenario_category: scenario.category,
    scenario_flags: scenario.flags === null ? undefined : JSON.stringify(scenario.flags),
    prediction_variance: agreement === undefined ? undefined : round(agreement.spread, 2),
    system_agreement_score: agreement === undefined ? undefined : round(agreement.percent, 2),
    contributing_systems: agreement?.systems,
    ...provenanceOf(result),
  };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
