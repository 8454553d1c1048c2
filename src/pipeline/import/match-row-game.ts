import { addGame, matchGameByTeams } from '../identity/game-list.ts';
import {
  dateByTipoff,
  dateOfReport,
  type IdentifiedGame,
  identifyGame,
  type WrittenGame,
} from '../identity/identify-game.ts';
import { standingOf } from '../identity/team-stints.ts';
import { addTeam } from '../identity/team-table.ts';
import { shownCell } from './cell.ts';
import { addFault } from './fault-list.ts';
import { type MatchContext, noteCell } from './match-context.ts';
import { type RowCells, setTextCell, textCell } from './row-cells.ts';

/** Matches the game and the date of a row. Returns `refused` after a fault. */
export function matchRowGame(row: RowCells, context: MatchContext): 'matched' | 'refused' {
  if (context.kind.name === 'schedule') return addScheduledGame(row, context);
  const date = textCell(row, 'game_date');
  if (date !== null && context.kind.name === 'injuries') return matchReportDate(row, context, date);
  if (date === null || !row.plan.indexOf.has('game_id')) return 'matched';
  if (isListed(row, context, date) === 'yes') return 'matched';
  const written = writtenGame(row, date);
  const game = knownGame(written, context);
  if (game.type === 'contradiction') return refuseDate(row, context, game);
  correctDate(row, context, game.date);
  if (game.match.type !== 'matched') return noteUnmatchedGame(row, context, written.id);
  if (game.match.value.gameId !== written.id) correctGameId(row, context, game.match.value.gameId);
  return 'matched';
}

function matchReportDate(row: RowCells, context: MatchContext, date: string): 'matched' {
  const team = textCell(row, 'team');
  const reportAt = textCell(row, 'report_at');
  if (team === null || reportAt === null) return 'matched';
  correctDate(row, context, dateOfReport(context.identities.games, { date, team, reportAt }));
  return 'matched';
}

/** Most rows agree with the schedule in every respect, so this is decided first. */
function isListed(row: RowCells, { identities }: MatchContext, date: string): 'yes' | 'no' {
  const game = identities.games.byId.get(textCell(row, 'game_id') ?? '');
  if (game === undefined || game.gameDate !== date) return 'no';
  const tipoff = textCell(row, 'commence_time');
  return tipoff === null || tipoff === game.tipoff ? 'yes' : 'no';
}

/** Finds the game of a line whose game id is unknown by the team for which the player plays. */
export function matchGameOfPlayer(row: RowCells, context: MatchContext, lookup: string): void {
  if (context.kind.name !== 'prop_lines') return;
  const [id, date] = [textCell(row, 'game_id'), textCell(row, 'game_date')];
  const { games, roster } = context.identities;
  if (id === null || date === null || games.byId.has(id)) return;
  const stints = roster.stints.get(lookup) ?? [];
  const teams = [...new Set(stints.map(({ team }) => team))];
  const playing = teams.filter((team) => standingOf(stints, { teams: [team], date }) === 'plays');
  const match = playing.length === 1 ? matchGameByTeams(games, playing, date) : undefined;
  if (match?.type === 'matched') correctGameId(row, context, match.value.gameId);
  else if (games.byId.size > 0) noteLineWithoutGame(row, context, { id, date });
}

function noteLineWithoutGame(
  row: RowCells,
  context: MatchContext,
  { id, date }: { readonly id: string; readonly date: string },
): void {
  setTextCell(row, 'game_id', null);
  const reason = `${shownCell(id)} is not a game of the schedule. The line counts for the player's game on ${date}.`;
  noteCell(context, row, { kind: 'unmatched', column: 'game_id', value: id, reason });
}

function writtenGame(row: RowCells, date: string): WrittenGame {
  const teams = ['team', 'opponent', 'home_team', 'away_team'].map((column) => textCell(row, column));
  return {
    id: textCell(row, 'game_id'),
    date,
    teams: teams.filter((team) => team !== null),
    tipoff: textCell(row, 'commence_time'),
  };
}

function knownGame(written: WrittenGame, { identities, knownGames }: MatchContext): IdentifiedGame {
  const key = `${written.id} ${written.date} ${written.tipoff} ${written.teams.join(' ')}`;
  const known = knownGames.get(key) ?? identifyGame(identities.games, written);
  knownGames.set(key, known);
  return known;
}

function addScheduledGame(row: RowCells, context: MatchContext): 'matched' | 'refused' {
  const date = textCell(row, 'game_date') ?? '';
  const tipoff = textCell(row, 'tipoff_utc');
  const stated = dateByTipoff({ date, tipoff });
  if (stated.type === 'contradiction') return refuseDate(row, context, stated);
  correctDate(row, context, stated.date);
  const [homeTeam, awayTeam] = [textCell(row, 'home_team') ?? '', textCell(row, 'away_team') ?? ''];
  const gameId = textCell(row, 'game_id') ?? '';
  addGame(context.identities.games, { gameId, gameDate: stated.date, homeTeam, awayTeam, tipoff });
  for (const team of [homeTeam, awayTeam]) addTeam(context.identities.teams, team);
  return 'matched';
}

function correctDate(row: RowCells, context: MatchContext, date: string): void {
  const written = textCell(row, 'game_date');
  if (written === null || written === date) return;
  setTextCell(row, 'game_date', date);
  const reason = `The game was on ${date} in New York. ${written} is its date in UTC.`;
  noteCell(context, row, { kind: 'corrected', column: 'game_date', value: written, reason });
}

function correctGameId(row: RowCells, context: MatchContext, gameId: string): void {
  const written = textCell(row, 'game_id');
  setTextCell(row, 'game_id', gameId);
  if (written === null) return;
  const reason = `The teams and the date show that it is game ${gameId}.`;
  noteCell(context, row, { kind: 'corrected', column: 'game_id', value: written, reason });
}

/** A line is matched later by its player. Without a schedule, nothing can be said about game ids. */
function noteUnmatchedGame(row: RowCells, context: MatchContext, id: string | null): 'matched' {
  const isKnowable = context.identities.games.byId.size > 0;
  if (id === null || !isKnowable || context.kind.name === 'prop_lines') return 'matched';
  const reason = `${shownCell(id)} is not a game of the schedule.`;
  noteCell(context, row, { kind: 'unmatched', column: 'game_id', value: id, reason });
  return 'matched';
}

function refuseDate(
  row: RowCells,
  { faults, file }: MatchContext,
  { date, expected, proof }: Extract<IdentifiedGame, { type: 'contradiction' }>,
): 'refused' {
  const position = `${file}, line ${row.line}, column game_date`;
  addFault(faults, `${position}: "${date}" contradicts ${proof}, which is on ${expected} in New York.`);
  return 'refused';
}
