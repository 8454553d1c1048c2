import type { ReplyData } from '../../../operations/registry.ts';
import { isPick } from '../../../pipeline/grading/is-pick.ts';
import { escapeUnprintable } from '../../../platform/printable.ts';
import { type TableCell, textTable } from './text-table.ts';

type PlayerReply = ReplyData<'predict player'>;
type Prediction = Pick<
  PlayerReply['predictions'][number],
  | 'system_id'
  | 'predicted_points'
  | 'current_points_line'
  | 'line_margin'
  | 'confidence_score'
  | 'recommendation'
  | 'is_actionable'
  | 'filter_reason'
  | 'scoring_tier'
  | 'scenario_category'
>;

interface PlayerPredictions extends Pick<PlayerReply, 'absent'> {
  readonly predictions: readonly Prediction[];
}

/**
 * Renders the predictions for a player, one row per model: predicted points, line, pick, and whether to act on the
 * pick. Reasons follow for models without a prediction.
 */
export function renderPlayer({ predictions, absent }: PlayerPredictions): string {
  const rows = predictions.map((row) => [
    row.system_id,
    row.predicted_points,
    row.current_points_line,
    row.line_margin,
    row.confidence_score,
    row.recommendation,
    act(row),
    inWords(row.scenario_category),
    row.scoring_tier,
  ]);
  const reasons = Object.entries(absent).map(([systemId, reason]) => [systemId, escapeUnprintable(reason)]);
  return [
    ...(rows.length === 0
      ? []
      : [textTable(['model', 'points', 'line', 'edge', 'confidence', 'pick', 'act on it', 'scenario', 'tier'], rows)]),
    ...(reasons.length === 0 ? [] : [textTable(['absent', 'reason'], reasons)]),
  ].join('\n\n');
}

function act({ is_actionable, filter_reason, recommendation }: Prediction): TableCell {
  if (is_actionable === null) return null;
  if (!isPick(recommendation)) return 'no pick';
  return is_actionable ? 'yes' : `no: ${inWords(filter_reason) ?? 'unknown'}`;
}

function inWords(code: string | null): string | null {
  return code === null ? null : code.replaceAll('_', ' ');
}
