import { hash } from 'node:crypto';
import type { ModelResult } from '../models/run-models.ts';
import type { PlayerDocument } from './player-document.ts';
import type { PlayerInput } from './player-input.ts';

const LOW_QUALITY_BELOW = 70;

export interface RowContext {
  readonly batchId: string;
  readonly mode: string;
  readonly player: Pick<
    PlayerDocument,
    'player_lookup' | 'player_name' | 'team' | 'opponent' | 'game_id' | 'generation'
  >;
  readonly input: PlayerInput;
}

/** The rows of one player as newline-delimited JSON, the columns of `predictionColumns`. The same input gives the same text. */
export function formatRows(predicted: RowContext, results: readonly ModelResult[]): string {
  return results.map((result) => JSON.stringify(formatRow(predicted, result))).join('\n');
}

function formatRow(
  predicted: RowContext,
  { systemId, version, prediction, confidencePercent }: ModelResult,
): Record<string, unknown> {
  const { batchId, mode, player, input } = predicted;
  const predictedPoints = round(prediction.predictedPoints, 1);
  const identity = [batchId, player.generation, player.game_id, player.player_lookup, systemId, input.line];
  return {
    outcome: 'predicted',
    prediction_id: hash('sha256', JSON.stringify(identity), 'hex').slice(0, 32),
    system_id: systemId,
    model_version: version,
    player_lookup: player.player_lookup,
    player_name: player.player_name,
    team_abbr: player.team,
    opponent_team_abbr: player.opponent,
    game_id: player.game_id,
    predicted_points: predictedPoints,
    confidence_score: round(confidencePercent, 2),
    recommendation: input.line === null ? 'NO_LINE' : prediction.recommendation,
    has_prop_line: input.line !== null,
    current_points_line: input.line,
    line_margin: input.line === null ? null : round(prediction.predictedPoints - input.line, 2),
    line_source: input.line === null ? 'NO_PROP_LINE' : 'ACTUAL_PROP',
    sportsbook: input.line_source,
    feature_version: input.feature_version,
    feature_quality_score: input.quality_score,
    low_quality_flag: input.quality_score < LOW_QUALITY_BELOW,
    prediction_run_mode: mode,
  };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
