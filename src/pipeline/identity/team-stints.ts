/** The games of a player for one team in one season. */
export interface TeamStint {
  readonly season: string;
  readonly team: string;
  /** The dates of the first and the last known game. */
  from: string;
  to: string;
  games: number;
  points: number;
}

/** What the teams of a game or a report, and its date, say about a player. */
export type Standing = 'plays' | 'unknown' | 'inactive' | 'elsewhere';

const DAY_MS = 86_400_000;
/** A player whose newest game is this recent still belongs to its team. */
const CURRENT_DAYS = 30;
/** A player without a game for this long is taken for a player of the past. */
const INACTIVE_DAYS = 400;

export interface TeamEvidence {
  /** The teams to which the player may belong. The list is empty when the row does not say. */
  readonly teams: readonly string[];
  readonly date: string | undefined;
}

/**
 * Decides whether a player with these stints can belong to one of the teams on a date. `plays` means that his known
 * games say so. `elsewhere` means that they say that he belongs to another team. `inactive` means that he has not played
 * for more than a year, or only much later.
 */
export function standingOf(stints: readonly TeamStint[], { teams, date }: TeamEvidence): Standing {
  const own = stints.filter(({ team }) => teams.includes(team));
  if (stints.length === 0 || date === undefined) return own.length > 0 ? 'plays' : 'unknown';
  if (own.some(({ from, to }) => from <= date && date <= to)) return 'plays';
  const nearest = [newestBefore(stints, date), firstAfter(stints, date)];
  const days = Math.min(...nearest.map((stint) => daysFrom(stint, date)));
  if (days > INACTIVE_DAYS) return 'inactive';
  if (teams.length === 0) return 'unknown';
  if (own.some((stint) => nearest.includes(stint))) return 'plays';
  return days <= CURRENT_DAYS ? 'elsewhere' : 'unknown';
}

/** Returns the player's mean points in his newest season that began by this date; undefined if he has no game. */
export function meanPoints(stints: readonly TeamStint[], date: string | undefined): number | undefined {
  const newest = date === undefined ? stints.at(-1) : newestBefore(stints, date);
  const season = stints.filter((stint) => stint.season === newest?.season);
  const games = season.reduce((sum, stint) => sum + stint.games, 0);
  return games === 0 ? undefined : season.reduce((sum, stint) => sum + stint.points, 0) / games;
}

function newestBefore(stints: readonly TeamStint[], date: string): TeamStint | undefined {
  let newest: TeamStint | undefined;
  for (const stint of stints) {
    if (stint.from > date) continue;
    if (newest === undefined || stint.from > newest.from) newest = stint;
  }
  return newest;
}

function firstAfter(stints: readonly TeamStint[], date: string): TeamStint | undefined {
  let first: TeamStint | undefined;
  for (const stint of stints) {
    if (stint.from <= date) continue;
    if (first === undefined || stint.from < first.from) first = stint;
  }
  return first;
}

/** Returns the number of days between a stint and a date, which is 0 during the stint. */
function daysFrom(stint: TeamStint | undefined, date: string): number {
  if (stint === undefined) return Number.POSITIVE_INFINITY;
  if (stint.from <= date && date <= stint.to) return 0;
  const end = date < stint.from ? stint.from : stint.to;
  return Math.abs(Date.parse(end) - Date.parse(date)) / DAY_MS;
}
