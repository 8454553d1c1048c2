import type { KnownBlock, RichTextBlock, RichTextSection, TableBlock } from '@slack/types';
import { countedText } from '../../../operations/kit/count-text.ts';
import { percent, signed } from '../../../operations/kit/figure-text.ts';
import { isEnoughForRate, rateText, shareText } from '../../../operations/kit/rate-text.ts';
import { nightPicksSentences } from '../../../operations/results/record-text.ts';
import type { GradedPick, NightResults, ResultsAnnouncement } from '../../../pipeline/grading/night-results.ts';
import type { SystemGrades } from '../../../pipeline/grading/summarize-grades.ts';
import { nightChart } from '../charts/night-chart.ts';
import { count, hundredths, inWords, points } from './figures.ts';
import { header, smallPrint } from './header.ts';
import { nightPicksBlocks } from './night-picks.ts';
import { bold, bullets, dataText, line, paragraph, words } from './rich-text.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';
import { type TableColumn, tableBlock } from './table.ts';

const COLUMNS: readonly TableColumn[] = [
  { heading: 'Model', align: 'left' },
  { heading: 'Avg error', align: 'right' },
  { heading: 'Won', align: 'right' },
  { heading: 'Bias', align: 'right' },
  { heading: 'Games', align: 'right' },
];

/**
 * Renders last night's results: first the published picks and their record, then the models with one sentence, a chart,
 * a row per model, and the right and the wrong recommendation with the largest edge.
 */
export function nightResults(night: ResultsAnnouncement): SlackMessage {
  const title = `Results of ${night.game_date}${night.basis === 'backfill' ? ' (backfill)' : ''}`;
  const { verdict, detail } = headline(night);
  const published = night.picks === null ? [] : nightPicksBlocks(night.picks);
  const ledger = night.picks === null ? '' : `${nightPicksSentences(night.picks).join(' ')} `;
  const opening = [
    header(title),
    ...published,
    paragraph(line(bold(verdict), words(` ${detail}`)), ...backfillLine(night)),
  ];
  const blocks = [...opening, nightTable(night), ...calls(night), ...open(night)];
  return {
    ...slackMessage(`${title}: ${ledger}${verdict} ${detail}`, [...blocks, smallPrint(...footnotes(night))]),
    picture: { ...nightChart(night), name: `results-${night.game_date}.png`, title, at: opening.length },
  };
}

function backfillLine({ basis, backfilled }: NightResults): readonly RichTextSection[] {
  if (basis === 'backfill')
    return [line(words('These predictions were made after the tip-off. They never count as published picks.'))];
  return backfilled === 0
    ? []
    : [line(words(`${countedText(backfilled, 'prediction')} from after the tip-off are left out.`))];
}

export function nightTable(night: NightResults): TableBlock {
  return tableBlock(
    COLUMNS,
    night.systems.map((system) => row(system, night)),
  );
}

/** Renders the shares of predictions within 3 and within 5 points, which the table has no room for. */
export function nightAccuracy({ systems }: NightResults): RichTextBlock {
  const items = systems.map(({ system_id, within_3, within_5, n }) =>
    line(
      bold(inWords(system_id)),
      words(`: ${shareText(within_3, n)} within 3 points, ${shareText(within_5, n)} within 5`),
    ),
  );
  return bullets(...items);
}

/** Says whether the model `night.leader` beat the bookmaker's line, and whether its recommendations paid off. */
function headline(night: ResultsAnnouncement): { readonly verdict: string; readonly detail: string } {
  const system = night.systems.find(({ system_id }) => system_id === night.leader);
  const name = inWords(night.leader);
  if (system === undefined) return { verdict: `${name} is not among the models.`, detail: '' };
  return { verdict: errorVerdict(name, system), detail: pickSentence(system, night) };
}

function errorVerdict(name: string, { mae, line_mae }: SystemGrades): string {
  if (mae === null || line_mae === null) return `${name} has no graded prediction with a line.`;
  const errors = `Its average error was ${hundredths(mae)} points, that of the line ${hundredths(line_mae)}.`;
  if (hundredths(mae) === hundredths(line_mae)) return `${name} was as accurate as the betting line. ${errors}`;
  return mae < line_mae ? `${name} beat the betting line. ${errors}` : `${name} lost to the betting line. ${errors}`;
}

function pickSentence(system: SystemGrades, night: NightResults): string {
  const { hit_rate, won, lost } = system.picks;
  if (hit_rate === null) return 'None of the model’s recommendations has a result.';
  const picks = `The model won ${count(won)} of ${countedText(won + lost, 'recommendation')}`;
  if (!isEnoughForRate(won + lost)) return `${picks}, too few for a rate.`;
  const needed = breakEvenOf(system, night);
  const verdict = hit_rate >= needed ? 'above' : 'below';
  return `${picks}: ${percent(hit_rate)}, ${verdict} the break-even rate of ${percent(needed)}.`;
}

/**
 * Returns the break-even rate at the real prices of a model's picks. Uses the rate at the standard price if a pick has
 * no real price.
 */
function breakEvenOf({ picks }: SystemGrades, { break_even }: NightResults): number {
  return picks.break_even !== null && picks.priced === picks.won + picks.lost ? picks.break_even : break_even;
}

function row(system: SystemGrades, night: NightResults): readonly (string | null)[] {
  return [
    inWords(system.system_id),
    system.mae === null ? null : hundredths(system.mae),
    picksWon(system, night),
    system.bias === null ? null : signed(system.bias, 2),
    count(system.n),
  ];
}

/**
 * Formats how many of a model's picks won. The sign ▲ or ▽ shows without colour whether a rate reaches break-even. Few picks
 * have counts without a sign.
 */
function picksWon(system: SystemGrades, night: NightResults): string | null {
  const { hit_rate, won, lost } = system.picks;
  const of = won + lost;
  const rate = rateText({ won, of });
  if (hit_rate === null || !isEnoughForRate(of)) return rate;
  return `${hit_rate >= breakEvenOf(system, night) ? '▲' : '▽'} ${rate} (${count(won)} of ${count(of)})`;
}

function calls({ best_call, worst_call, leader }: ResultsAnnouncement): readonly KnownBlock[] {
  const lines = [
    ...(best_call === null ? [] : [callLine('Boldest correct call: ', best_call)]),
    ...(worst_call === null ? [] : [callLine('Boldest wrong call: ', worst_call)]),
  ];
  return lines.length === 0 ? [] : [paragraph(line(words('Calls of '), dataText(inWords(leader)))), bullets(...lines)];
}

function callLine(label: string, call: GradedPick) {
  const { player_name, team, opponent, recommendation, line: at, predicted_points, actual_points } = call;
  return line(
    bold(label),
    dataText(player_name),
    words(' '),
    dataText(`${team} v ${opponent}`),
    words(' · '),
    dataText(recommendation),
    words(` ${points(at)}, predicted ${points(predicted_points)}, scored `),
    bold(count(actual_points)),
  );
}

function open({ games }: ResultsAnnouncement): readonly KnownBlock[] {
  if (games.open.length === 0) return [];
  const named = games.open.map(({ game, reason }) => line(dataText(game), words(' · '), dataText(reason)));
  return [paragraph(line(bold(`${countedText(games.open.length, 'game')} not graded yet`))), bullets(...named)];
}

function footnotes(night: ResultsAnnouncement): readonly string[] {
  const { players, games, players_voided, pushes, graded, voided_total, predictions, no_line, break_even } = night;
  return [
    `${countedText(players, 'player')} in ${countedText(games.final, 'game')}`,
    `${count(graded)} of ${countedText(predictions, 'prediction')} graded, ${count(voided_total)} voided, ${count(no_line)} without a line`,
    `${countedText(players_voided, 'player')} did not play`,
    `${count(pushes)} ${pushes === 1 ? 'push' : 'pushes'}`,
    `▲ above break-even, ▽ below (${percent(break_even)} at −110)`,
  ];
}
