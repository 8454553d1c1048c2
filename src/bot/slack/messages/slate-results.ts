import type { KnownBlock, RichTextSection } from '@slack/types';
import { countedText } from '../../../operations/kit/count-text.ts';
import { percent, signed } from '../../../operations/kit/figure-text.ts';
import type { SlateResults } from '../../../pipeline/batch/batch-announcements.ts';
import { closedGamesSentence } from '../../../pipeline/documents/closed-game.ts';
import type { Edge } from '../../../pipeline/results/priced-predictions.ts';
import { ACTION } from '../actions/action-id.ts';
import { button } from './button.ts';
import { count, duration, inWords, points } from './figures.ts';
import { header, smallPrint } from './header.ts';
import { picks } from './picks.ts';
import { bold, bullets, dataText, line, paragraph, sentence, words } from './rich-text.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';
import { type TableColumn, tableBlock } from './table.ts';
import { unpredictedPlayers } from './unpredicted-players.ts';

const EDGE_COLUMNS: readonly TableColumn[] = [
  { heading: 'Player', align: 'left' },
  { heading: 'Projection', align: 'right' },
  { heading: 'Line', align: 'right' },
  { heading: 'Edge', align: 'right' },
  { heading: 'Probability', align: 'left' },
];

const MAX_WITHDRAWN = 10;
/** A list of edges is less important than the picks above it. */
const MAX_LISTED = 5;

/** Builds the message of a slate after its predictions were published. */
export function slateResults(slate: SlateResults): SlackMessage {
  const title = titleOf(slate);
  const answered = slate.expected - slate.missing;
  const totals = `${count(slate.predicted)} of ${countedText(slate.expected, 'player')} predicted`;
  const rows = `${countedText(slate.rows, 'prediction')} by ${countedText(slate.models, 'model')} for ${countedText(slate.games, 'game')}`;
  const forced = slate.forced_by === null ? [] : [forcedLine(slate.forced_by, answered, slate.expected)];
  const because = slate.abandoned_because;
  const abandoned = because === null ? [] : [line(words('Nothing was published, because: '), dataText(because))];
  return slackMessage(`${title}: ${totals}, ${rows}.`, [
    header(title),
    paragraph(line(bold(totals), words(`, ${rows}.`)), ...forced, ...abandoned),
    ...failedChecks(slate),
    ...picks(slate),
    ...edges(slate),
    ...notPublished(slate),
    ...withdrawals(slate),
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

function titleOf({ headline, game_date, closed_games }: SlateResults): string {
  switch (headline) {
    case 'ready':
      return `Slate of ${game_date} is ready`;
    case 'partial':
      return `Slate of ${game_date} is partial`;
    case 'empty':
      return closed_games.length > 0
        ? `Slate of ${game_date} is unchanged`
        : `⚠ Nothing was predicted for ${game_date}`;
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

/** Says which checks failed, and what to do, because a slate with a failed check is not ready. */
function failedChecks({ failed_checks: failed }: SlateResults): readonly KnownBlock[] {
  if (failed.length === 0) return [];
  const items = failed.map(({ finding, way_out }) => sentence(`${finding} ${way_out}`));
  return [paragraph(line(bold('Failed checks'))), bullets(...items)];
}

/** Shows the largest edges as a table, or as a list if the picks take the one table that a message can have. */
function edges({ top_edges: top, headline_model, picks: shown }: SlateResults): readonly KnownBlock[] {
  if (top.length === 0) return [];
  const by = headline_model === null ? '' : `, projections by ${inWords(headline_model)}`;
  const others = top.filter(({ system_id }) => headline_model !== null && system_id !== headline_model);
  const named = others.map(({ player_name, system_id }) => `${player_name} by ${inWords(system_id)}`);
  return [
    paragraph(line(bold('Largest edges'), words(by))),
    shown.length === 0
      ? tableBlock(EDGE_COLUMNS, top.map(edgeCells))
      : bullets(...top.slice(0, MAX_LISTED).map(edgeLine)),
    ...(named.length === 0
      ? []
      : [paragraph(line(words('Projections by other models: '), dataText(`${named.join(', ')}.`)))]),
  ];
}

function edgeCells(edge: Edge): readonly (string | null)[] {
  const numbers = [points(edge.predicted_points), points(edge.line), signed(edge.edge, 1)];
  return [edge.player_name, ...numbers, probabilityOf(edge)];
}

function edgeLine(edge: Edge): RichTextSection {
  const { player_name, team, opponent } = edge;
  const probability = probabilityOf(edge);
  return line(
    bold(player_name),
    words(` ${points(edge.predicted_points)} points · line ${points(edge.line)} · edge `),
    bold(signed(edge.edge, 1)),
    words(probability === null ? '' : ` · ${probability}`),
    dataText(` · ${team} v ${opponent}`),
  );
}

/** Returns the side that the edge points to, with its calibrated probability; null without prices. */
function probabilityOf({ edge, probability }: Edge): string | null {
  return probability === null ? null : `${edge < 0 ? 'UNDER' : 'OVER'} ${percent(probability)}`;
}

/** Says which games the batch left alone, and which of its predictions never count as published picks. */
function notPublished({ closed_games, backfilled, rows }: SlateResults): readonly KnownBlock[] {
  const closed = closed_games.length === 0 ? [] : [line(dataText(closedGamesSentence(closed_games)))];
  const part = backfilled === rows ? 'All predictions are' : `${countedText(backfilled, 'prediction')} of these are`;
  const backfill = line(
    bold('Backfill: '),
    words(`${part} from after the tip-off. They never count as published picks.`),
  );
  const lines = [...closed, ...(backfilled > 0 ? [backfill] : [])];
  return lines.length === 0 ? [] : [paragraph(...lines)];
}

/** Names the players whose predictions were withdrawn, because they were ruled out after the run. */
function withdrawals({ withdrawn }: SlateResults): readonly KnownBlock[] {
  if (withdrawn.length === 0) return [];
  const names = withdrawn.slice(0, MAX_WITHDRAWN).map(({ player_name, team }) => `${player_name} (${team})`);
  const more = withdrawn.length - names.length;
  const rest = more > 0 ? ` and ${count(more)} more` : '';
  return [
    paragraph(
      line(bold('Withdrawn after the run, because these players are out: '), dataText(`${names.join(', ')}${rest}.`)),
    ),
  ];
}

function outcomes({ skipped, failed, missing }: SlateResults): readonly KnownBlock[] {
  const parts = [...tallied('skipped', skipped), ...tallied('failed', failed)];
  const all = missing === 0 ? parts : [...parts, `${countedText(missing, 'player')} missing`];
  return all.length === 0 ? [] : [paragraph(line(bold('Without a prediction: '), dataText(`${all.join('; ')}.`)))];
}

/** Says what people can do about a slate without predictions. */
function emptySlateSteps({ headline, expected, game_date, closed_games }: SlateResults): readonly KnownBlock[] {
  if (headline !== 'empty' || closed_games.length > 0) return [];
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
