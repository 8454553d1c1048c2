import { type IdentifiedPlayer, identifyPlayer, type PlayerRow } from '../identity/identify-player.ts';
import { addAppearance, addPlayer, type Player } from '../identity/roster.ts';
import { shownCell } from './cell.ts';
import { addFault } from './fault-list.ts';
import { type MatchContext, noteCell } from './match-context.ts';
import { matchGameOfPlayer } from './match-row-game.ts';
import { numberCell, type RowCells, setTextCell, textCell } from './row-cells.ts';

/**
 * Sets the columns `player_lookup` and `player_id` of a row, if its table has players. Returns `refused` if the player's
 * name has neither letters nor digits.
 */
export function matchRowPlayer(row: RowCells, context: MatchContext): 'matched' | 'refused' {
  const { ids } = context.kind;
  if (ids === 'none') return 'matched';
  const name = textCell(row, 'player_name') ?? '';
  const id = textCell(row, 'player_id');
  const known = id === null ? undefined : context.knownIds.get(`${id} ${name}`);
  const lookup = known ?? identify(row, context, { id, name, ids, ...evidenceOf(row, context) });
  if (lookup === '') {
    const position = `${context.file}, line ${row.line}, column player_name`;
    addFault(context.faults, `${position}: ${shownCell(name)} must contain a letter or a digit.`);
    return 'refused';
  }
  setTextCell(row, 'player_lookup', lookup);
  if (context.kind.name === 'player_game_logs') countAppearance(row, context, lookup);
  matchGameOfPlayer(row, context, lookup);
  return 'matched';
}

/** Returns the player's key, after the row's id is replaced with the player's own id. */
function identify(row: RowCells, context: MatchContext, written: PlayerRow): string {
  const { roster } = context.identities;
  const isIdOfFile = (lookup: string) => written.ids === 'own-id' && context.lookupsOfFile.has(lookup);
  const found = identifyPlayer(roster, written, isIdOfFile);
  noteMatch(row, context, { found, written });
  switch (found.type) {
    case 'unmatched':
      return found.lookup;
    case 'new-player':
      addPlayer(roster, found.player);
      context.addedPlayers.push(found.player);
      return remember(context, written, found.player);
    case 'new-id':
      roster.lookupById.set(written.id ?? '', found.player.player_lookup);
      context.recognizedIds.push({ id: written.id ?? '', lookup: found.player.player_lookup });
      setTextCell(row, 'player_id', found.player.player_id);
      return found.player.player_lookup;
    case 'known':
      setTextCell(row, 'player_id', found.player.player_id);
      return remember(context, written, found.player);
  }
}

/** Remembers the match of an own id, so that later rows with this id and name need no matching. */
function remember(context: MatchContext, { id, name }: PlayerRow, player: Player): string {
  const { player_id, player_lookup: lookup } = player;
  if (id !== null && id === player_id) {
    context.knownIds.set(`${id} ${name}`, lookup);
    context.lookupsOfFile.add(lookup);
  }
  return lookup;
}

/** A player plays for the row's team. A line names no team, so he plays for one of the teams of its game. */
function evidenceOf(row: RowCells, { identities }: MatchContext): Pick<PlayerRow, 'teams' | 'date' | 'line'> {
  const date = textCell(row, 'game_date') ?? undefined;
  const team = textCell(row, 'team');
  const line = numberCell(row, 'line');
  const game = identities.games.byId.get(textCell(row, 'game_id') ?? '');
  const ofGame = [textCell(row, 'home_team') ?? game?.homeTeam, textCell(row, 'away_team') ?? game?.awayTeam];
  const teams = team === null ? ofGame.filter((code) => code !== undefined) : [team];
  return { teams, date, ...(line === undefined ? {} : { line }) };
}

function countAppearance(row: RowCells, { identities }: MatchContext, lookup: string): void {
  const season = textCell(row, 'season') ?? '';
  const [team, date] = [textCell(row, 'team') ?? '', textCell(row, 'game_date') ?? ''];
  addAppearance(identities.roster, { lookup, season, team, date, points: numberCell(row, 'points') ?? 0 });
}

function noteMatch(
  row: RowCells,
  context: MatchContext,
  { found, written }: { readonly found: IdentifiedPlayer; readonly written: PlayerRow },
): void {
  const { match } = found;
  const [column, value] = ['player_name', written.name];
  if (match.type === 'ambiguous') {
    const reason = ambiguousReason(found, written, match.candidates);
    noteCell(context, row, { kind: 'unmatched', column, value, reason });
  } else if (found.type === 'unmatched' && found.lookup !== '') {
    const reason = `${shownCell(value)} is not a known player${ofTeams(written.teams)}.`;
    noteCell(context, row, { kind: 'unmatched', column, value, reason });
  } else if (found.type === 'new-id') {
    const reason = `The id ${written.id} of ${shownCell(value)} is another id of ${shownCell(found.player.player_name)}.`;
    noteCell(context, row, { kind: 'corrected', column: 'player_id', value: written.id ?? '', reason });
  }
}

function ambiguousReason(
  found: IdentifiedPlayer,
  { name, teams, id }: PlayerRow,
  candidates: readonly Player[],
): string {
  const named = candidates.map(({ player_name, player_id }) => `${shownCell(player_name)} (id ${player_id})`);
  const written = `${shownCell(name)}${ofTeams(teams)}`;
  if (found.type === 'new-player')
    return `${written} with the id ${id} is taken for another player than ${named.join(' or ')}.`;
  return `${written} may be ${named.join(' or ')}. Give the player's id, or run \`tipoff players alias\`.`;
}

function ofTeams(teams: readonly string[]): string {
  return teams.length === 0 ? '' : ` of ${teams.join(' or ')}`;
}
