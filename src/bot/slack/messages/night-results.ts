import type { KnownBlock, TableBlock } from '@slack/types';
import type { GradedCall, NightResults, ResultsAnnouncement } from '../../../pipeline/grading/night-results.ts';
import type { SystemGrades } from '../../../pipeline/grading/summarize-grades.ts';
import { nightChart } from '../charts/night-chart.ts';
import { count, counted, hundredths, inWords, percent, points, signedHundredths } from './figures.ts';
import { header, smallPrint } from './header.ts';
import { type Rendered, rendered } from './rendered.ts';
import { bold, bullets, line, paragraph, said, words } from './rich-text.ts';
import { type TableColumn, tableBlock } from './table.ts';

/** What people ask first comes first: a phone shows three columns. */
const COLUMNS: readonly TableColumn[] = [
  { heading: 'Model', align: 'left' },
  { heading: 'Off by', align: 'right' },
  { heading: 'Hit rate', align: 'right' },
  { heading: 'Picks won', align: 'right' },
  { heading: 'Bias', align: 'right' },
  { heading: 'Within 3', align: 'right' },
  { heading: 'Within 5', align: 'right' },
  { heading: 'Games', align: 'right' },
];

/** How last night's predictions did: one sentence, a picture, a line a model, and the calls people will talk about. */
export function nightResults(night: ResultsAnnouncement): Rendered {
  const title = `Results of ${night.game_date}`;
  const { verdict, detail } = headline(night);
  const opening = [header(title), paragraph(line(bold(verdict), words(` ${detail}`)))];
  const blocks = [...opening, nightTable(night), ...calls(night), ...open(night)];
  return {
    ...rendered(`${title}: ${verdict} ${detail}`, [...blocks, smallPrint(...footnotes(night))]),
    picture: { ...nightChart(night), name: `results-${night.game_date}.png`, title, at: opening.length },
  };
}

/** A line a model. */
export function nightTable(night: NightResults): TableBlock {
  return tableBlock(
    COLUMNS,
    night.systems.map((system) => row(system, night)),
  );
}

/** What a reader wants to know: did the model we publish first beat the bookmaker, and did its picks pay. */
function headline(night: ResultsAnnouncement): { readonly verdict: string; readonly detail: string } {
  const system = night.systems.find(({ system_id }) => system_id === night.leader);
  const name = inWords(night.leader);
  if (system === undefined) return { verdict: `${name} is not among the models.`, detail: '' };
  return { verdict: `${name} ${errorVerdict(system)}`, detail: pickSentence(system, night) };
}

function errorVerdict({ mae, line_mae }: SystemGrades): string {
  if (mae === null || line_mae === null) return 'has nothing to be held against.';
  const against = `${hundredths(mae)} points off, the line ${hundredths(line_mae)}.`;
  if (hundredths(mae) === hundredths(line_mae)) return `was as near as the line: ${against}`;
  return mae < line_mae ? `was nearer than the line: ${against}` : `was further off than the line: ${against}`;
}

function pickSentence(system: SystemGrades, night: NightResults): string {
  const { hit_rate, won, lost } = system.picks;
  if (hit_rate === null) return 'None of its picks was decided.';
  const needed = breakEvenOf(system, night);
  const verdict = hit_rate >= needed ? 'enough for the' : 'short of the';
  return `It won ${count(won)} of ${counted(won + lost, 'pick')}: ${percent(hit_rate)}, ${verdict} ${percent(needed)} that breaks even.`;
}

/** At the real prices where all picks had one, otherwise at the standard price. */
function breakEvenOf({ picks }: SystemGrades, { break_even }: NightResults): number {
  return picks.break_even !== null && picks.priced === picks.won + picks.lost ? picks.break_even : break_even;
}

function row(system: SystemGrades, night: NightResults): readonly (string | null)[] {
  return [
    inWords(system.system_id),
    system.mae === null ? null : hundredths(system.mae),
    hitRate(system, night),
    `${count(system.picks.won)} of ${count(system.picks.won + system.picks.lost)}`,
    system.bias === null ? null : signedHundredths(system.bias),
    system.within_3 === null ? null : percent(system.within_3),
    system.within_5 === null ? null : percent(system.within_5),
    count(system.n),
  ];
}

/** With the side of the break-even it fell on, by a sign that needs no colour. */
function hitRate(system: SystemGrades, night: NightResults): string | null {
  const { hit_rate } = system.picks;
  if (hit_rate === null) return null;
  return `${hit_rate >= breakEvenOf(system, night) ? '▲' : '▽'} ${percent(hit_rate)}`;
}

function calls({ best_call, worst_call, leader }: ResultsAnnouncement): readonly KnownBlock[] {
  const told = [
    ...(best_call === null ? [] : [callLine('Boldest that was right: ', best_call)]),
    ...(worst_call === null ? [] : [callLine('Boldest that was wrong: ', worst_call)]),
  ];
  return told.length === 0 ? [] : [paragraph(line(words('The calls of '), said(inWords(leader)))), bullets(...told)];
}

function callLine(label: string, call: GradedCall) {
  const { player_name, team, opponent, recommendation, line: at, predicted_points, actual_points } = call;
  return line(
    bold(label),
    said(player_name),
    words(' '),
    said(`${team} v ${opponent}`),
    words(' · '),
    said(recommendation),
    words(` ${points(at)}, predicted ${points(predicted_points)}, scored `),
    bold(count(actual_points)),
  );
}

function open({ games }: ResultsAnnouncement): readonly KnownBlock[] {
  if (games.open.length === 0) return [];
  const named = games.open.map(({ game, reason }) => line(said(game), words(' · '), said(reason)));
  return [paragraph(line(bold(`${counted(games.open.length, 'game')} not graded yet`))), bullets(...named)];
}

function footnotes(night: ResultsAnnouncement): readonly string[] {
  const { players, games, players_voided, pushes, graded, predictions, no_line, break_even } = night;
  return [
    `${counted(players, 'player')} in ${counted(games.final, 'game')}`,
    `${count(graded)} of ${counted(predictions, 'prediction')} graded, ${count(no_line)} had no line`,
    `${counted(players_voided, 'player')} did not play`,
    `${count(pushes)} pushed`,
    `▲ pays, ▽ does not: ${percent(break_even)} breaks even at −110`,
  ];
}
