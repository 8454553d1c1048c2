import { playerLookup } from '#src/pipeline/identity/player-lookup.ts';
import { addAppearance, addPlayer, emptyRoster, type Player, type Roster } from '#src/pipeline/identity/roster.ts';

export interface InventedPlayer {
  readonly id: string;
  readonly name: string;
  readonly team: string;
  /** The mean points in every game; the default is 10. */
  readonly points?: number;
  readonly from?: string;
  readonly to?: string;
}

/** Invented players with every difficulty of real names: suffixes, accents, initials, double names and namesakes. */
export const INVENTED: readonly InventedPlayer[] = [
  { id: '1', name: 'Obi Thorne', team: 'LAL', points: 22 },
  { id: '2', name: 'Obi Thorne', team: 'UTA', points: 9 },
  { id: '3', name: 'Abel Kovač Jr.', team: 'BOS' },
  { id: '4', name: 'Mateo Kovač III', team: 'BOS' },
  { id: '5', name: 'Cameron Rosário', team: 'DEN' },
  { id: '6', name: 'Dāvor Zubov', team: 'DEN' },
  { id: '7', name: 'K.J. Fenwick', team: 'MIA' },
  { id: '8', name: "De'Shaun O'Dell", team: 'MIA' },
  { id: '9', name: 'Karl-Emeka Bergström', team: 'NYK' },
  { id: '10', name: 'Luka St. Cloud', team: 'NYK' },
  { id: '11', name: 'Nicolas Achebe II', team: 'PHX' },
  { id: '12', name: 'Silas Vance', team: 'PHX' },
  { id: '13', name: 'Soren Vance', team: 'PHX' },
  { id: '14', name: 'Tariq da Falk', team: 'SAS' },
  { id: '15', name: 'Egor Łukić', team: 'SAS' },
  { id: '16', name: 'Malachi Crane', team: 'GSW', from: '2015-10-20', to: '2017-04-10' },
  { id: '17', name: 'Malachi Crane II', team: 'GSW' },
];

/** The day of the rows that the tests match. Every player without other dates plays until the day before. */
export const TODAY = '2026-02-05';

export function rosterOf(players: readonly InventedPlayer[]): Roster {
  const roster = emptyRoster();
  for (const { id, name, team, points = 10, from = '2025-10-21', to = '2026-02-04' } of players) {
    const plain = playerLookup(name);
    const lookup = roster.byLookup.has(plain) ? `${plain}${id}` : plain;
    addPlayer(roster, { player_id: id, player_name: name, player_lookup: lookup });
    for (const date of [from, to]) addAppearance(roster, { lookup, season: from.slice(0, 4), team, date, points });
  }
  return roster;
}

export function playerOf(roster: Roster, id: string): Player {
  const player = roster.byLookup.get(roster.lookupById.get(id) ?? '');
  if (player === undefined) throw new Error(`there is no player ${id}`);
  return player;
}
