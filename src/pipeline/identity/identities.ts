import { copyGames, type GameList, gameList } from './game-list.ts';
import { copyRoster, emptyRoster, type Roster } from './roster.ts';
import { type TeamTable, teamTable } from './team-table.ts';

/** Everything by which the values of a file are matched: the known players, games and teams. */
export interface Identities {
  readonly roster: Roster;
  readonly games: GameList;
  readonly teams: TeamTable;
}

export function emptyIdentities(spellings: Parameters<typeof teamTable>[0]): Identities {
  return { roster: emptyRoster(), games: gameList([]), teams: teamTable(spellings) };
}

/** Copies the identities. Changes of the copy do not change the original. */
export function copyIdentities({ roster, games, teams }: Identities): Identities {
  return { roster: copyRoster(roster), games: copyGames(games), teams: { codes: new Map(teams.codes) } };
}
