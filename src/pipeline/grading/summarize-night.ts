import { breakEven, profitAt, STANDARD_PRICE } from './american-odds.ts';
import type { GradedRow } from './graded-rows.ts';
import type { GradedPick, NightResults } from './night-results.ts';
import { type SystemGrades, summarizeGrades } from './summarize-grades.ts';
import type { PredictedGame } from './ungraded.ts';

const OPEN_REASONS = {
  not_over: 'not final yet',
  no_box_score: 'no box score imported',
  box_score_not_whole: 'the box score does not add up to the final score',
  moved: 'moved to another date',
} as const satisfies Record<Exclude<PredictedGame['state'], 'final'>, string>;

export interface GradedNight {
  readonly gameDate: string;
  /** The id of the model that gave the projections of the date. */
  readonly headlineModel: string;
  readonly basis: NightResults['basis'];
  readonly games: readonly PredictedGame[];
  /** The number of active predictions of the date. `noLine` is the number of predictions without a line. */
  readonly predictions: number;
  readonly noLine: number;
  readonly rows: readonly GradedRow[];
  /** The number of graded predictions of a backfill that are not in `rows`. */
  readonly leftOut: number;
  readonly picks: NightResults['picks'];
}

/** Summarizes the graded predictions of a game date. Returns undefined if no prediction of the date is graded. */
export function summarizeNight(night: GradedNight): NightResults | undefined {
  const { gameDate, headlineModel, basis, games, predictions, noLine, rows, leftOut, picks: published } = night;
  const systems = summarizeGrades(rows).toSorted(byMae);
  const leader = leaderOf(systems, headlineModel);
  if (leader === undefined) return undefined;
  const players = [...Map.groupBy(rows, ({ game_id, player_lookup }) => `${game_id} ${player_lookup}`).values()];
  const gradedRows = rows.filter(({ is_voided }) => !is_voided);
  const onePerPlayer = players.flatMap(([first]) => first ?? []);
  const picks = rows.filter((row) => row.system_id === leader);
  return {
    game_date: gameDate,
    picks: published,
    basis,
    backfilled: leftOut,
    games: { final: games.filter(({ state }) => state === 'final').length, open: games.flatMap(openGames) },
    predictions,
    graded: gradedRows.length,
    voided_total: rows.length - gradedRows.length,
    no_line: noLine,
    missing_actuals: predictions - noLine - rows.length,
    voided: countedBy(rows.flatMap(({ void_reason }) => void_reason ?? [])),
    pushes: systems.reduce((sum, { pushes }) => sum + pushes, 0),
    players: onePerPlayer.filter(({ is_voided }) => !is_voided).length,
    players_voided: onePerPlayer.filter(({ is_voided }) => is_voided).length,
    line_mae: meanAbsolute(onePerPlayer.flatMap(({ actual_margin }) => actual_margin ?? [])),
    break_even: breakEven([profitAt(STANDARD_PRICE) ?? 1]) ?? 0,
    systems,
    leader,
    best_call: furthestPick(picks, 'right'),
    worst_call: furthestPick(picks, 'wrong'),
  };
}

export function openGames({ game_id, home_team, away_team, state }: PredictedGame): NightResults['games']['open'] {
  if (state === 'final') return [];
  const game = home_team === null || away_team === null ? game_id : `${away_team} at ${home_team}`;
  return [{ game, reason: OPEN_REASONS[state] }];
}

function byMae(a: SystemGrades, b: SystemGrades): number {
  const [near, far] = [a.mae ?? Number.MAX_VALUE, b.mae ?? Number.MAX_VALUE];
  return near - far || a.system_id.localeCompare(b.system_id);
}

function leaderOf(systems: readonly SystemGrades[], headlineModel: string): string | undefined {
  const headline = systems.find(({ system_id }) => system_id === headlineModel);
  return (headline ?? systems[0])?.system_id;
}

/**
 * Returns the pick with the largest edge among the correct or the wrong picks. If edges are equal, the first row wins,
 * so that the same rows always give the same pick.
 */
function furthestPick(rows: readonly GradedRow[], verdict: 'right' | 'wrong'): GradedPick | null {
  const [row] = rows
    .filter(({ prediction_correct }) => prediction_correct === (verdict === 'right'))
    .toSorted((a, b) => Math.abs(b.predicted_margin) - Math.abs(a.predicted_margin));
  if (row === undefined || row.actual_points === null) return null;
  return {
    player_name: row.player_name,
    team: row.team_abbr,
    opponent: row.opponent_team_abbr,
    recommendation: row.recommendation,
    line: row.line_value,
    predicted_points: row.predicted_points,
    actual_points: row.actual_points,
  };
}

function countedBy(words: readonly string[]): Record<string, number> {
  const groups = Map.groupBy(words.toSorted(), (word) => word);
  return Object.fromEntries([...groups].map(([word, all]) => [word, all.length]));
}

function meanAbsolute(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + Math.abs(value), 0) / values.length;
}
