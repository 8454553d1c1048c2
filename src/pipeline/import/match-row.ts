import { countsInSeason, type SeasonType, seasonTypeOf, uncountedTypeOfGameId } from '../vocabulary/season-type.ts';
import { shownCell } from './cell.ts';
import { refuseOneTeamTwice } from './impossible-values.ts';
import { type MatchContext, noteCell } from './match-context.ts';
import { matchRowGame } from './match-row-game.ts';
import { matchRowPlayer } from './match-row-player.ts';
import { matchRowTeams } from './match-row-teams.ts';
import { type RowCells, textCell } from './row-cells.ts';

/**
 * Matches the teams, the game, the date and the player of a row, and replaces their cells with the values that Tipoff
 * uses. A row of a game that does not count is set aside. `refused` means that the row has a fault. `fields` are the
 * texts of the file.
 */
export function matchRow(
  row: RowCells,
  fields: readonly string[],
  context: MatchContext,
): 'taken' | 'set-aside' | 'refused' {
  if (setAside(row, context) === 'yes') return 'set-aside';
  noteUnknownWords(row, fields, context);
  matchRowTeams(row, context);
  if (refuseOneTeamTwice(row, context) === 'refused') return 'refused';
  if (matchRowGame(row, context) === 'refused') return 'refused';
  return matchRowPlayer(row, context) === 'refused' ? 'refused' : 'taken';
}

/** Preseason, All-Star and exhibition games never enter features, teams or slates, so their rows are not stored. */
function setAside(row: RowCells, context: MatchContext): 'yes' | 'no' {
  const written = textCell(row, 'season_type');
  const stated: SeasonType | undefined = written === null ? undefined : seasonTypeOf(written);
  const byId = uncountedTypeOfGameId(textCell(row, 'game_id') ?? '');
  const type = stated !== undefined && countsInSeason(stated) === 'no' ? stated : byId;
  if (type === undefined) return 'no';
  const [column, value] = type === stated ? ['season_type', type] : ['game_id', textCell(row, 'game_id') ?? ''];
  const reason = `Games of the type ${type} do not count. Their rows are not stored.`;
  noteCell(context, row, { kind: 'set_aside', column, value, reason });
  return 'yes';
}

/** Notes a status or a line type that is outside the vocabulary. Its cell already has the term for unknown texts. */
function noteUnknownWords(row: RowCells, fields: readonly string[], context: MatchContext): void {
  if (textCell(row, 'status') === 'unknown') {
    const value = writtenIn(row, fields, 'status');
    const reason = `${shownCell(value)} is not a known injury status. It counts as questionable, and the player is never a pick.`;
    noteCell(context, row, { kind: 'unmatched', column: 'status', value, reason });
  }
  if (textCell(row, 'line_type') === 'other') {
    const value = writtenIn(row, fields, 'line_type');
    const reason = `${shownCell(value)} is not a known line type. Only standard lines are used.`;
    noteCell(context, row, { kind: 'unmatched', column: 'line_type', value, reason });
  }
}

/** Returns the text of the file. */
function writtenIn({ plan }: RowCells, fields: readonly string[], column: string): string {
  const planned = plan.columns[plan.indexOf.get(column) ?? -1];
  return planned === undefined ? '' : (fields[planned.field]?.trim() ?? '');
}
