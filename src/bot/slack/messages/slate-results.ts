import type { KnownBlock } from '@slack/types';
import type { SlateResults } from '../../../pipeline/batch/batch-announcements.ts';
import { ACTION } from '../actions/action-id.ts';
import { button } from './button.ts';
import { count, counted, duration, inWords, points, signed } from './figures.ts';
import { header, smallPrint } from './header.ts';
import { pickText } from './pick-text.ts';
import { bold, dataText, line, paragraph, sentence, words } from './rich-text.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';
import { type TableColumn, tableBlock } from './table.ts';
import { unpredictedPlayers } from './unpredicted-players.ts';

const COLUMNS: readonly TableColumn[] = [
  { heading: 'Player', align: 'left' },
  { heading: 'Game', align: 'left' },
  { heading: 'Line', align: 'right' },
  { heading: 'Projection', align: 'right' },
  { heading: 'Edge', align: 'right' },
  { heading: 'Pick', align: 'left' },
];

/** Builds the message of a slate after its predictions were published. */
export function slateResults(slate: SlateResults): SlackMessage {
  const title = titleOf(slate);
  const answered = slate.expected - slate.missing;
  const totals = `${count(slate.predicted)} of ${counted(slate.expected, 'player')} predicted`;
  const rows = `${counted(slate.rows, 'prediction')} by ${counted(slate.models, 'model')} for ${counted(slate.games, 'game')}`;
  const forced = slate.forced_by === null ? [] : [forcedLine(slate.forced_by, answered, slate.expected)];
  const because = slate.abandoned_because;
  const abandoned = because === null ? [] : [line(words('Nothing was published, because: '), dataText(because))];
  return slackMessage(`${title}: ${totals}, ${rows}.`, [
    header(title),
    paragraph(line(bold(totals), words(`, ${rows}.`)), ...forced, ...abandoned),
    ...edges(slate),
    ...outcomes(slate),
    ...emptySlateSteps(slate),
    ...partialCoverage(slate),
    ...unpredictedPlayers(slate.unpredicted, slate.unpredicted_total),
    ...fullSlate(slate),
    smallPrint(
      ...(slate.generation > 1 ? [`re-run ${slate.generation - 1}`] : []),
      `finished in ${duration(slate.seconds)}`,
      slate.batch_id,
    ),
  ]);
}

function titleOf({ headline, game_date }: SlateResults): string {
  switch (headline) {
    case 'ready':
      return `Slate of ${game_date} is ready`;
    case 'partial':
      return `Slate of ${game_date} is partial`;
    case 'empty':
      return `⚠ Nothing was predicted for ${game_date}`;
    case 'abandoned':
      return `The batch of ${game_date} was abandoned`;
  }
}

function forcedLine(by: string, answered: number, expected: number) {
  return line(
    words(`Force-completed with ${count(answered)} of ${count(expected)} players, approved by `),
    dataText(by),
    words('.'),
  );
}

function edges({ top_edges: top, headline_model }: SlateResults): readonly KnownBlock[] {
  if (top.length === 0) return [];
  const rows = top.map((edge) => [
    edge.player_name,
    `${edge.team} v ${edge.opponent}`,
    points(edge.line),
    points(edge.predicted_points),
    signed(edge.edge),
    pickText(edge),
  ]);
  const others = top.filter(({ system_id }) => headline_model !== null && system_id !== headline_model);
  const named = others.map(({ player_name, system_id }) => `${player_name} by ${inWords(system_id)}`);
  return [
    paragraph(
      line(bold('Largest edges'), words(headline_model === null ? '' : `, projections by ${inWords(headline_model)}`)),
    ),
    tableBlock(COLUMNS, rows),
    ...(named.length === 0
      ? []
      : [paragraph(line(words('Projections by other models: '), dataText(`${named.join(', ')}.`)))]),
  ];
}

function outcomes({ skipped, failed, missing }: SlateResults): readonly KnownBlock[] {
  const parts = [...tallied('skipped', skipped), ...tallied('failed', failed)];
  const all = missing === 0 ? parts : [...parts, `${counted(missing, 'player')} missing`];
  return all.length === 0 ? [] : [paragraph(line(bold('Without a prediction: '), dataText(`${all.join('; ')}.`)))];
}

/** Says what people can do about a slate without predictions. */
function emptySlateSteps({ headline, expected, game_date }: SlateResults): readonly KnownBlock[] {
  if (headline !== 'empty') return [];
  const cause =
    expected === 0
      ? 'No player qualified. The box scores or lines of recent games may be missing: `tipoff import <folder>` imports them.'
      : 'Remove these causes first.';
  return [paragraph(sentence(`${cause} Then predict the date again: \`tipoff batch start --date ${game_date}\`.`))];
}

/** Lists the models that lack a prediction for some of the players, each with the most common reason. */
function partialCoverage({ short_models, predicted }: SlateResults): readonly KnownBlock[] {
  const parts = short_models.map(({ system_id, players, reason }) => {
    return `${inWords(system_id)} ${count(players)} of ${count(predicted)} (${reason})`;
  });
  return parts.length === 0 ? [] : [paragraph(line(bold('Partial coverage: '), dataText(`${parts.join('; ')}.`)))];
}

function tallied(outcome: string, counts: Readonly<Record<string, number>>): readonly string[] {
  const reasons = Object.entries(counts).map(([reason, number]) => `${count(number)} ${inWords(reason)}`);
  return reasons.length === 0 ? [] : [`${outcome}: ${reasons.join(', ')}`];
}

function fullSlate({ rows, batch_id }: SlateResults): readonly KnownBlock[] {
  if (rows === 0) return [];
  return [{ type: 'actions', elements: [button({ label: 'Full slate', actionId: ACTION.openSlate, id: batch_id })] }];
}
