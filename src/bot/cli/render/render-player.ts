import { leagueDay } from '../../../operations/kit/league-time.ts';
import {
  bookCell,
  gameCell,
  injuryCell,
  lastPointsCell,
  pickCell,
  probabilityCell,
  valueCell,
} from '../../../operations/predict/slate-columns.ts';
import type { ReplyData } from '../../../operations/registry.ts';
import { isPick } from '../../../pipeline/grading/is-pick.ts';
import { explainNoPick } from '../../../pipeline/pricing/explain-no-pick.ts';
import { escapeUnprintable } from '../../../platform/printable.ts';
import { type TerminalPage, WHOLE } from './terminal-page.ts';
import { type TableCell, textTable } from './text-table.ts';

type PlayerReply = ReplyData<'predict player'>;
type Prediction = Pick<
  PlayerReply['predictions'][number],
  | 'system_id'
  | 'predicted_points'
  | 'current_points_line'
  | 'line_margin'
  | 'recommendation'
  | 'is_headline'
  | 'is_actionable'
  | 'filter_reason'
  | 'scoring_tier'
  | 'scenario_category'
>;

interface PlayerPredictions extends Pick<PlayerReply, 'absent' | 'priced' | 'context'> {
  readonly predictions: readonly Prediction[];
}

/**
 * Renders a player: his game, injury report, line, pick and last games, then the prediction of each model with its
 * recommendation, and whether to act on it. Reasons follow for models without a prediction.
 */
export function renderPlayer(
  { predictions, absent, priced, context }: PlayerPredictions,
  page: TerminalPage = WHOLE,
): string {
  const headlineFirst = predictions.toSorted((a, b) => Number(b.is_headline) - Number(a.is_headline));
  const rows = headlineFirst.map((row) => [
    row.system_id,
    row.predicted_points,
    row.current_points_line,
    row.line_margin,
    row.recommendation,
    act(row),
    inWords(row.scenario_category),
    row.scoring_tier,
  ]);
  const reasons = Object.entries(absent).map(([systemId, reason]) => [systemId, escapeUnprintable(reason)]);
  const facts = [...contextFacts(context), ...(priced === null ? [] : pricedFacts(priced))];
  return [
    ...(facts.length === 0 ? [] : [factsText(facts)]),
    ...(rows.length === 0
      ? []
      : [textTable(['model', 'points', 'line', 'edge', 'recommends', 'act on it', 'scenario', 'tier'], rows, page)]),
    ...(reasons.length === 0 ? [] : [textTable(['absent', 'reason'], reasons, page)]),
  ].join('\n\n');
}

type Fact = readonly [name: string, value: string];

function contextFacts(context: PlayerReply['context']): readonly Fact[] {
  const { tipoff_at, injury, last_games } = context;
  const game = gameCell(context);
  const status = injuryCell(context);
  const points = lastPointsCell(last_games.map((last) => last.points));
  const tipoff = tipoff_at === null ? '' : `, tip-off ${leagueDay(tipoff_at)}`;
  const reason = injury?.reason ?? null;
  return [
    ...(game === null ? [] : [['game', `${game}${tipoff}`] as const]),
    ...(status === null || injury === null
      ? []
      : [
          [
            'injury report',
            `${status}${reason === null ? '' : `: ${reason}`}, reported ${leagueDay(injury.reported_at)}`,
          ] as const,
        ]),
    ...(points === null
      ? []
      : [
          [
            'last games',
            `${points} points in ${last_games.map(({ minutes }) => Math.round(minutes)).join(', ')} minutes, newest first`,
          ] as const,
        ]),
  ];
}

function pricedFacts(priced: NonNullable<PlayerReply['priced']>): readonly Fact[] {
  const book = bookCell(priced);
  const probability = probabilityCell(priced);
  const value = valueCell(priced);
  const pick =
    priced.no_pick === null
      ? `${pickCell(priced)}, expected value ${value ?? 'unknown'}`
      : `${pickCell(priced)}, because ${explainNoPick(priced.no_pick)}`;
  return [
    ...(priced.line === null ? [] : [['line', `${priced.line}${book === null ? '' : ` (${book})`}`] as const]),
    ...(probability === null ? [] : [['probability', probability] as const]),
    ['pick', pick],
  ];
}

function factsText(facts: readonly Fact[]): string {
  const width = Math.max(...facts.map(([name]) => name.length));
  return facts.map(([name, value]) => `${name.padEnd(width)}  ${escapeUnprintable(value)}`).join('\n');
}

function act({ is_actionable, filter_reason, recommendation }: Prediction): TableCell {
  if (is_actionable === null) return null;
  if (!isPick(recommendation)) return 'no';
  return is_actionable ? 'yes' : `no: ${inWords(filter_reason) ?? 'unknown'}`;
}

function inWords(code: string | null): string | null {
  return code === null ? null : code.replaceAll('_', ' ');
}
