import { DateTime } from 'luxon';
import * as z from 'zod';
import { type Instant, millisOf } from '../../platform/instant.ts';
import type { Parameter, Warehouse } from '../../platform/warehouse.ts';
import { MIN_MINUTES_PER_GAME } from '../batch/qualify-player.ts';
import { LEAGUE_ZONE } from '../dates/game-date.ts';
import type { SlateFacts } from './slate-facts.ts';

/** Lines that were last seen longer before the slate than this are old. */
const OLD_AFTER_HOURS = 24;
/** The number of days before a slate whose lines show what is usual. */
const RECENT_DAYS = 7;
/** A box score is due this long after the tip-off, so that the runs of the night do not wait for it. */
const BOX_SCORES_DUE_AFTER_HOURS = 12;
/** The players' points may differ from the team's by this much. */
const MOST_POINTS_OFF = 2;
const MINUTE_MS = 60_000;

/** A slate at the time up to which it uses data. */
export interface SlateMoment {
  readonly gameDate: string;
  readonly asOf: Instant;
}

/** Players with a line, by what is wrong with the line. `value` is the written name; null for lines without a problem. */
const LinedPlayers = z.object({
  problem: z.enum(['none', 'unknown_player', 'ambiguous_player', 'other_game', 'no_game']),
  value: z.string().nullable(),
  players: z.number(),
  row_count: z.number(),
  old_players: z.number(),
});
export type LinedPlayers = Readonly<z.infer<typeof LinedPlayers>>;

/** Players in the newest injury reports, by what is wrong with the row. */
const ReportedPlayers = z.object({
  problem: z.enum(['none', 'unknown_player', 'ambiguous_player', 'unknown_status']),
  value: z.string().nullable(),
  players: z.number(),
});
export type ReportedPlayers = Readonly<z.infer<typeof ReportedPlayers>>;

const Team = z.object({ team: z.string(), has_players: z.boolean() });
const Coverage = z.object({ game_date: z.string(), players: z.number(), with_line: z.number() });
const BoxScores = z.object({
  games: z.number(),
  games_without: z.number(),
  teams: z.number(),
  uneven_teams: z.number(),
});
const Predictions = z.object({
  row_count: z.number(),
  player_count: z.number(),
  actionable_count: z.number(),
  no_line_count: z.number(),
  default_confidence_count: z.number(),
  over_count: z.number(),
  under_count: z.number(),
});

/** Reads the facts about a slate from the warehouse: its data as of a time, and the predictions that are active now. */
export async function readSlateFacts(warehouse: Warehouse, moment: SlateMoment): Promise<SlateFacts> {
  const date = dateParameter(moment);
  const [lined, reported, teams, coverage, [boxScores], predictions] = await Promise.all([
    readLinedPlayers(warehouse, moment),
    readReportedPlayers(warehouse, moment),
    warehouse.query({ sql: 'slate-checks/sql/scheduled-teams', parameters: date }, Team),
    warehouse.query({ sql: 'slate-checks/sql/line-coverage', parameters: coverageParameters(moment) }, Coverage),
    warehouse.query({ sql: 'slate-checks/sql/recent-box-scores', parameters: boxScoreParameters(moment) }, BoxScores),
    readPredictionFigures(warehouse, moment.gameDate),
  ]);
  return {
    game_date: moment.gameDate,
    games: teams.length / 2,
    teams,
    lines: lineFacts(lined),
    coverage,
    reports: reportFacts(reported),
    box_scores: BoxScores.parse(boxScores),
    predictions,
  };
}

/** Counts the active predictions of a date, and what shows whether people can use them. */
export async function readPredictionFigures(
  warehouse: Warehouse,
  gameDate: string,
): Promise<SlateFacts['predictions']> {
  const parameters = { game_date: { type: 'DATE', value: gameDate } } as const;
  const [figures] = await warehouse.query({ sql: 'slate-checks/sql/predictions', parameters }, Predictions);
  return Predictions.parse(figures);
}

export function readLinedPlayers(warehouse: Warehouse, moment: SlateMoment): Promise<readonly LinedPlayers[]> {
  const parameters = {
    ...momentParameters(moment),
    noon_at: { type: 'TIMESTAMP', value: noonOf(moment).toUTC().toISO() },
    old_after_hours: { type: 'INT64', value: OLD_AFTER_HOURS },
  } as const;
  return warehouse.query({ sql: 'slate-checks/sql/lined-players', parameters }, LinedPlayers);
}

export function readReportedPlayers(warehouse: Warehouse, moment: SlateMoment): Promise<readonly ReportedPlayers[]> {
  const parameters = momentParameters(moment);
  return warehouse.query({ sql: 'slate-checks/sql/reported-players', parameters }, ReportedPlayers);
}

function lineFacts(lined: readonly LinedPlayers[]): SlateFacts['lines'] {
  const playersWith = (...problems: readonly LinedPlayers['problem'][]) =>
    sum(lined.filter(({ problem }) => problems.includes(problem)).map(({ players }) => players));
  return {
    players: sum(lined.map(({ players }) => players)),
    without_player: playersWith('unknown_player', 'ambiguous_player', 'other_game'),
    without_game: playersWith('no_game'),
    old: sum(lined.map(({ old_players }) => old_players)),
  };
}

function reportFacts(reported: readonly ReportedPlayers[]): SlateFacts['reports'] {
  const playersWith = (...problems: readonly ReportedPlayers['problem'][]) =>
    sum(reported.filter(({ problem }) => problems.includes(problem)).map(({ players }) => players));
  return {
    players: sum(reported.map(({ players }) => players)),
    without_player: playersWith('unknown_player'),
    unclear: playersWith('ambiguous_player', 'unknown_status'),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function dateParameter({ gameDate }: SlateMoment) {
  return { game_date: { type: 'DATE', value: gameDate } } as const;
}

function momentParameters(moment: SlateMoment) {
  return { ...dateParameter(moment), as_of: { type: 'TIMESTAMP', value: moment.asOf } } as const;
}

function boxScoreParameters(moment: SlateMoment) {
  return {
    ...momentParameters(moment),
    due_after_hours: { type: 'INT64', value: BOX_SCORES_DUE_AFTER_HOURS },
    most_points: { type: 'INT64', value: MOST_POINTS_OFF },
  } as const;
}

/** Times of the day are minutes from midnight UTC at the beginning of the game date. */
function coverageParameters(moment: SlateMoment): Readonly<Record<string, Parameter>> {
  const midnight = Date.parse(moment.gameDate);
  const minutesOf = (millis: number) => Math.floor((millis - midnight) / MINUTE_MS);
  return {
    ...dateParameter(moment),
    recent_days: { type: 'INT64', value: RECENT_DAYS },
    regular_minutes: { type: 'INT64', value: MIN_MINUTES_PER_GAME },
    noon_minutes: { type: 'INT64', value: minutesOf(noonOf(moment).toMillis()) },
    as_of_minutes: { type: 'INT64', value: minutesOf(millisOf(moment.asOf)) },
  };
}

/** Returns noon in New York. A line without a time counts as known from then on. */
function noonOf({ gameDate }: SlateMoment): DateTime {
  return DateTime.fromISO(gameDate, { zone: LEAGUE_ZONE }).set({ hour: 12 });
}
