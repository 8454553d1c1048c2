import { quoteText } from '../../platform/printable.ts';
import { ANY, fewerThan, moreThan, percentText, shareFrom } from './limits.ts';
import { countOf, type SlateCheck } from './slate-check.ts';
import type { SlateFacts } from './slate-facts.ts';
import { countWithoutLine, limitOfMissingLines, usualShareWithoutLine } from './usual-coverage.ts';

const PLAYERS_PER_GAME = 6;

const seeNames = (date: string) => `\`tipoff data check --date ${date}\` lists the names.`;
const NO_LINES = 'No line of the date is imported.';
const NO_REPORTS = 'No injury report of the date is imported.';
const NO_GAMES_DUE = 'No game of the three days before has a box score that is due.';
const NO_ROWS = 'The date has no predictions.';

/**
 * The checks of a slate, in the order in which people fix them. A slate with a failed check is partial and never ready.
 * The thresholds were measured on 97 dates of sound data (docs/decisions/0017).
 */
export const SLATE_CHECKS: readonly SlateCheck[] = [
  // A team that nobody has played for is written in another way in the schedule than in the box scores.
  {
    check: 'teams_without_players',
    about: 'data',
    counted: 'teams',
    count: ({ teams }) => ({ count: teams.filter(({ has_players }) => !has_players).length, total: teams.length }),
    limit: () => ANY,
    finding: ({ count, total }, { teams }) =>
      `${count} of ${total} teams on the schedule have no players: ${teamNames(teams)}.`,
    wayOut: () => 'Write the team in the schedule as in the box scores, and import the file again.',
  },
  // Features of players whose newest game is missing are old.
  {
    check: 'missing_box_scores',
    about: 'data',
    counted: 'games of the three days before',
    count: ({ box_scores: { games, games_without } }) => countOf(games_without, games, NO_GAMES_DUE),
    limit: () => ANY,
    finding: ({ count, total }) => `${count} of ${total} games of the three days before have no box score.`,
    wayOut: () => 'Import the box scores, or a schedule without the games that were not played.',
  },
  // The points of a team's players add up to its score, within 2 points. Otherwise a player's row is missing or wrong.
  {
    check: 'uneven_box_scores',
    about: 'data',
    counted: 'box scores of teams',
    count: ({ box_scores: { teams, uneven_teams } }) => countOf(uneven_teams, teams, NO_GAMES_DUE),
    limit: () => ANY,
    finding: ({ count, total }) =>
      `In ${count} of ${total} box scores of the three days before, the players' points do not add up to the team's.`,
    wayOut: () => 'Correct the box scores, and import them again.',
  },
  // A line whose player nobody knows, or that names a game of other teams, reaches no prediction. A rookie's first line is such a line.
  {
    check: 'lines_without_player',
    about: 'data',
    counted: 'players with a line',
    count: ({ lines }) => countOf(lines.without_player, lines.players, NO_LINES),
    limit: () => moreThan(0.1, { least: 3 }),
    finding: ({ count, total }) =>
      `The lines of ${count} of ${total} players reach nobody, because the player is unknown or the line is for another game.`,
    wayOut: (date) => `${seeNames(date)} Assign them with \`tipoff players alias\`, and import the lines again.`,
  },
  // One postponed game takes a quarter of a small date's lines with it. More than a third means that the schedule is wrong.
  {
    check: 'lines_without_game',
    about: 'data',
    counted: 'players with a line',
    count: ({ lines }) => countOf(lines.without_game, lines.players, NO_LINES),
    limit: () => moreThan(1 / 3, { least: 3 }),
    finding: ({ count, total }) => `${count} of ${total} players with a line are on teams that do not play that day.`,
    wayOut: () => 'Import the newest schedule.',
  },
  // Lines of the day before are of no use for tonight. Some bookmakers leave old lines, so half of the players may have one.
  {
    check: 'old_lines',
    about: 'data',
    counted: 'players with a line',
    count: ({ lines }) => countOf(lines.old, lines.players, NO_LINES),
    limit: () => moreThan(0.5, { least: 1 }),
    finding: ({ count, total }) => `The lines of ${count} of ${total} players are more than 24 hours old.`,
    wayOut: () => 'Import newer lines.',
  },
  // The share of regular players without a line changes slowly. It rises at once when a bookmaker or a part of a file is missing.
  {
    check: 'missing_lines',
    about: 'data',
    counted: 'players who usually play',
    count: countWithoutLine,
    limit: limitOfMissingLines,
    finding: ({ count, total }, facts) =>
      `${count} of ${total} players who usually play have no line. On the dates before, ${percentText(usualShareWithoutLine(facts) ?? 0)} had none at this time.`,
    wayOut: () => 'Import all lines of the date.',
  },
  // Injured players who have never played in the league are in every report, so a third of the names may be unknown.
  {
    check: 'reports_without_player',
    about: 'data',
    counted: 'players in injury reports',
    count: ({ reports }) => countOf(reports.without_player, reports.players, NO_REPORTS),
    limit: () => moreThan(1 / 3, { least: 3 }),
    finding: ({ count, total }) => `${count} of ${total} players in the injury reports are unknown.`,
    wayOut: (date) => `${seeNames(date)} Assign them with \`tipoff players alias\`, and import the reports again.`,
  },
  // An ambiguous name or an unknown status may rule out a healthy player, or leave an injured one in the slate.
  {
    check: 'unclear_reports',
    about: 'data',
    counted: 'players in injury reports',
    count: ({ reports }) => countOf(reports.unclear, reports.players, NO_REPORTS),
    limit: () => moreThan(0.05, { least: 3 }),
    finding: ({ count, total }) =>
      `The injury reports of ${count} of ${total} players are unclear: the name fits several players, or the status is not a known word.`,
    wayOut: (date) =>
      `${seeNames(date)} Correct the file or assign the names with \`tipoff players alias\`, and import it again.`,
  },
  // A date with games needs predictions.
  {
    check: 'no_predictions',
    about: 'predictions',
    counted: 'prediction rows',
    count: ({ predictions }) => ({ count: predictions.row_count, total: null }),
    limit: () => fewerThan(1),
    finding: (_, { games }) => `There are ${games} games and no predictions.`,
    wayOut: (date) => `Predict the date with \`tipoff batch start --date ${date}\`.`,
  },
  // At least six players of each game are predicted.
  {
    check: 'few_players',
    about: 'predictions',
    counted: 'predicted players',
    count: ({ predictions: { row_count, player_count } }) =>
      row_count === 0 ? NO_ROWS : { count: player_count, total: null },
    limit: ({ games }) => fewerThan(games * PLAYERS_PER_GAME),
    finding: ({ count }, { games }) => `Only ${count} players are predicted; ${games * PLAYERS_PER_GAME} are expected.`,
    wayOut: () => 'Import the newest box scores and lines.',
  },
  // A slate without picks is of no use. Even a date with one game has more than ten actionable rows.
  {
    check: 'few_picks',
    about: 'predictions',
    counted: 'actionable rows',
    count: ({ predictions: { row_count, actionable_count } }) =>
      row_count === 0 ? NO_ROWS : { count: actionable_count, total: null },
    limit: () => fewerThan(10),
    finding: ({ count }) => `Only ${count} rows are actionable; at least 10 are expected.`,
    wayOut: () => 'Import the lines of the date.',
  },
  // Half of the predictions without a line means that the lines did not arrive.
  {
    check: 'predictions_without_line',
    about: 'predictions',
    counted: 'rows',
    count: ({ predictions }) => countOf(predictions.no_line_count, predictions.row_count, NO_ROWS),
    limit: () => shareFrom(0.5),
    finding: ({ count, total }) => `${count} of ${total} rows have no betting line.`,
    wayOut: () => 'Import the lines of the date.',
  },
  // The confidence is 50 everywhere when a formula has replaced the models.
  {
    check: 'default_confidence',
    about: 'predictions',
    counted: 'rows',
    count: ({ predictions }) => countOf(predictions.default_confidence_count, predictions.row_count, NO_ROWS),
    limit: () => shareFrom(1),
    finding: () => 'Every row has the confidence 50, so a model is probably missing.',
    wayOut: () => 'Compare `tipoff models list` with the models that you expect.',
  },
  // Sound slates lean to one side, but all rows on one side mean wrong lines or a wrong model.
  {
    check: 'one_sided_picks',
    about: 'predictions',
    counted: 'rows with a pick',
    count: ({ predictions: { over_count: over, under_count: under } }) =>
      countOf(Math.max(over, under), over + under, 'No row has a pick.'),
    limit: () => moreThan(0.95, { least: 20 }),
    finding: ({ count, total }, { predictions: { over_count, under_count } }) =>
      `${count} of ${total} rows with a pick say ${over_count > under_count ? 'OVER' : 'UNDER'}.`,
    wayOut: () => 'Compare the lines with a second bookmaker, and the models with `tipoff models list`.',
  },
];

function teamNames(teams: SlateFacts['teams']): string {
  const named = teams.filter(({ has_players }) => !has_players).map(({ team }) => quoteText(team));
  return named.join(', ');
}
