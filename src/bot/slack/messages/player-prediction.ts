import type { KnownBlock, RichTextSection } from '@slack/types';
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
import { rowsBlocks } from './data-blocks.ts';
import { inWords, points } from './figures.ts';
import { readerTime } from './reader-time.ts';
import { bold, bullets, dataText, line, paragraph, words } from './rich-text.ts';

type PlayerReply = ReplyData<'predict player'>;
type Prediction = PlayerReply['predictions'][number];

/**
 * Renders a player: his game, injury report, line, pick and last games, then the prediction of each model with its
 * recommendation, and whether to act on it. Reasons follow for models without a prediction.
 */
export function playerPrediction({ predictions, absent, priced, context }: PlayerReply): readonly KnownBlock[] {
  const facts = [...contextLines(context), ...(priced === null ? [] : pricedLines(priced))];
  const headlineFirst = predictions.toSorted((a, b) => Number(b.is_headline) - Number(a.is_headline));
  const why = Object.entries(absent).map(([model, reason]) =>
    line(words(`${inWords(model)} has no prediction: `), dataText(reason)),
  );
  return [
    ...(facts.length === 0 ? [] : [paragraph(...facts)]),
    ...(predictions.length === 0 ? [] : rowsBlocks(headlineFirst.map(modelCells))),
    ...(why.length === 0 ? [] : [bullets(...why)]),
  ];
}

function contextLines(context: PlayerReply['context']): readonly RichTextSection[] {
  const { tipoff_at, injury, last_games } = context;
  const game = gameCell(context);
  const status = injuryCell(context);
  const scored = lastPointsCell(last_games.map((last) => last.points));
  const minutes = last_games.map((each) => Math.round(each.minutes)).join(', ');
  return [
    ...(game === null ? [] : [line(bold('Game: '), dataText(game), ...tipoffSpans(tipoff_at))]),
    ...(status === null || injury === null
      ? []
      : [
          line(
            bold('Injury report: '),
            dataText(injury.reason === null ? status : `${status}, ${injury.reason}`),
            words(', reported '),
            readerTime(injury.reported_at, { now: tipoff_at ?? injury.reported_at, shows: 'day and time' }),
          ),
        ]),
    ...(scored === null
      ? []
      : [line(bold('Last games: '), words(`${scored} points in ${minutes} minutes, newest first`))]),
  ];
}

function tipoffSpans(tipoffAt: PlayerReply['context']['tipoff_at']) {
  return tipoffAt === null
    ? []
    : [words(' · tip-off '), readerTime(tipoffAt, { now: tipoffAt, shows: 'day and time' })];
}

function pricedLines(priced: NonNullable<PlayerReply['priced']>): readonly RichTextSection[] {
  const book = bookCell(priced);
  const probability = probabilityCell(priced);
  const pick =
    priced.no_pick === null
      ? `${pickCell(priced)}, probability ${probability ?? 'unknown'}, expected value ${valueCell(priced) ?? 'unknown'}`
      : `${pickCell(priced)}, because ${explainNoPick(priced.no_pick)}`;
  const chance = priced.pick === null && probability !== null ? ` · probability ${probability}` : '';
  return [
    ...(priced.line === null
      ? []
      : [line(bold('Line: '), dataText(`${points(priced.line)}${book === null ? '' : ` (${book})`}${chance}`))]),
    line(bold('Pick: '), dataText(pick)),
  ];
}

function modelCells(row: Prediction) {
  return {
    model: row.system_id,
    points: row.predicted_points,
    line: row.current_points_line,
    edge: row.line_margin,
    recommends: recommendationText(row),
    scenario: prefixed('', row.scenario_category),
    tier: row.scoring_tier,
  };
}

function recommendationText({ recommendation, is_actionable, filter_reason }: Prediction): string | null {
  if (!isPick(recommendation) || is_actionable === true) return recommendation;
  return `${recommendation}, not actionable${filter_reason === null ? '' : `: ${inWords(filter_reason)}`}`;
}

function prefixed(prefix: string, name: string | null): string | null {
  return name === null ? null : `${prefix}${inWords(name)}`;
}
