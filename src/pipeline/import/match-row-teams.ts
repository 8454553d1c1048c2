import { matchTeam } from '../identity/team-table.ts';
import { shownCell } from './cell.ts';
import { type MatchContext, noteCell } from './match-context.ts';
import { type RowCells, setTextCell, textCell } from './row-cells.ts';

const TEAM_COLUMNS = ['team', 'opponent', 'home_team', 'away_team'] as const;

/**
 * Replaces every team of a row with its abbreviation. An unknown team is reported. A box score or schedule keeps it as it
 * is written. In other files the cell becomes empty, so that the row still counts for its player.
 */
export function matchRowTeams(row: RowCells, context: MatchContext): void {
  for (const column of TEAM_COLUMNS) {
    const written = textCell(row, column);
    if (written !== null) matchTeamCell(row, context, { column, written });
  }
}

function matchTeamCell(
  row: RowCells,
  context: MatchContext,
  { column, written }: { readonly column: string; readonly written: string },
): void {
  const match = context.knownTeams.get(written) ?? matchTeam(context.identities.teams, written);
  if (match.type === 'matched') {
    context.knownTeams.set(written, match);
    if (match.value !== written) setTextCell(row, column, match.value);
    return;
  }
  if (context.kind.ids === 'any-provider') setTextCell(row, column, null);
  const reason = teamReason(written, match.type === 'ambiguous' ? match.candidates : []);
  noteCell(context, row, { kind: 'unmatched', column, value: written, reason });
}

function teamReason(written: string, candidates: readonly string[]): string {
  if (candidates.length > 0) return `${shownCell(written)} may be ${candidates.join(' or ')}.`;
  return `${shownCell(written)} is not a team of the NBA or of the schedule.`;
}
