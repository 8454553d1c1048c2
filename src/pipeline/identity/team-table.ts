import { foldName } from './fold-name.ts';
import type { IdentityMatch } from './identity-match.ts';

/**
 * The teams of the NBA: abbreviation, city, nickname, and then other spellings, which include the abbreviations of ESPN
 * and Basketball-Reference. A city with two teams names neither of them.
 */
const TEAMS = `
ATL | Atlanta | Hawks
BKN | Brooklyn | Nets | BRK, BK, NJN, New Jersey
BOS | Boston | Celtics
CHA | Charlotte | Hornets | CHO, CHH
CHI | Chicago | Bulls
CLE | Cleveland | Cavaliers | Cavs
DAL | Dallas | Mavericks | Mavs
DEN | Denver | Nuggets
DET | Detroit | Pistons
GSW | Golden State | Warriors | GS, GOS, San Francisco
HOU | Houston | Rockets
IND | Indiana | Pacers
LAC | LA | Clippers | Los Angeles Clippers
LAL | LA | Lakers | Los Angeles Lakers
MEM | Memphis | Grizzlies | Grizz
MIA | Miami | Heat
MIL | Milwaukee | Bucks
MIN | Minnesota | Timberwolves | Wolves, T-Wolves
NOP | New Orleans | Pelicans | NO, NOR, NOK, Pels
NYK | New York | Knicks | NY
OKC | Oklahoma City | Thunder | Oklahoma
ORL | Orlando | Magic
PHI | Philadelphia | 76ers | Sixers, PHL, Philadelphia Sixers
PHX | Phoenix | Suns | PHO
POR | Portland | TrailBlazers | Blazers, Portland Blazers
SAC | Sacramento | Kings
SAS | San Antonio | Spurs | SA
TOR | Toronto | Raptors
UTA | Utah | Jazz | UTAH, UTH
WAS | Washington | Wizards | WSH
`;

const CITIES_OF_TWO_TEAMS: ReadonlyMap<string, readonly string[]> = new Map([
  ['la', ['LAC', 'LAL']],
  ['losangeles', ['LAC', 'LAL']],
]);

const NBA_SPELLINGS: ReadonlyMap<string, string> = new Map(
  TEAMS.trim()
    .split('\n')
    .flatMap((line) => {
      const [code = '', city = '', nickname = '', others = ''] = line.split('|').map((part) => part.trim());
      const spellings = [code, city, nickname, `${city} ${nickname}`, `${code} ${nickname}`, ...others.split(',')];
      return spellings.map((spelling) => [foldName(spelling), code] as const);
    })
    .filter(([spelling]) => spelling !== '' && !CITIES_OF_TWO_TEAMS.has(spelling)),
);

/** The spellings of all known teams. */
export interface TeamTable {
  /** Maps a folded spelling to the team's abbreviation. */
  readonly codes: Map<string, string>;
}

/**
 * Creates the table of team spellings. `nba` knows the usual spellings of the NBA's teams. `as-written` knows only the
 * teams that are added to it, for an invented league whose abbreviations may equal other spellings.
 */
export function teamTable(spellings: 'nba' | 'as-written'): TeamTable {
  return { codes: new Map(spellings === 'nba' ? NBA_SPELLINGS : []) };
}

/** Adds a team that plays in the schedule or in a box score, unless the table has a team of this spelling. */
export function addTeam({ codes }: TeamTable, code: string): void {
  const spelling = foldName(code);
  if (!codes.has(spelling) && !CITIES_OF_TWO_TEAMS.has(spelling)) codes.set(spelling, code);
}

/**
 * Finds a team by any usual spelling: its full name, nickname, city, or the abbreviation of the NBA, ESPN or
 * Basketball-Reference. The value is the team's abbreviation.
 */
export function matchTeam({ codes }: TeamTable, written: string): IdentityMatch<string> {
  const spelling = foldName(written);
  const code = codes.get(spelling);
  if (code !== undefined) return { type: 'matched', value: code, by: written === code ? 'id' : 'name' };
  const candidates = CITIES_OF_TWO_TEAMS.get(spelling);
  return candidates === undefined ? { type: 'unknown' } : { type: 'ambiguous', candidates };
}
