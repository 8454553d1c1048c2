import type { IdentityMatch } from './identity-match.ts';

/** A game of the schedule. `gameDate` is the date in New York, `tipoff` ISO 8601 in UTC or null. */
export interface ScheduledGame {
  readonly gameId: string;
  readonly gameDate: string;
  readonly homeTeam: string;
  readonly awayTeam: string;
  readonly tipoff: string | null;
}

/** The games of the schedule, by id and by team and date. */
export interface GameList {
  readonly byId: Map<string, ScheduledGame>;
  readonly byTeam: Map<string, readonly ScheduledGame[]>;
}

export function gameList(games: Iterable<ScheduledGame>): GameList {
  const list: GameList = { byId: new Map(), byTeam: new Map() };
  for (const game of games) addGame(list, game);
  return list;
}

export function copyGames({ byId, byTeam }: GameList): GameList {
  return { byId: new Map(byId), byTeam: new Map(byTeam) };
}

/** Adds a game to the list, or replaces the game with the same id. */
export function addGame(list: GameList, game: ScheduledGame): void {
  const before = list.byId.get(game.gameId);
  if (before !== undefined) removeFromTeams(list, before);
  list.byId.set(game.gameId, game);
  for (const team of [game.homeTeam, game.awayTeam]) {
    const key = teamKey(team, game.gameDate);
    list.byTeam.set(key, [...(list.byTeam.get(key) ?? []), game]);
  }
}

function removeFromTeams({ byTeam }: GameList, { gameId, gameDate, homeTeam, awayTeam }: ScheduledGame): void {
  for (const team of [homeTeam, awayTeam]) {
    const key = teamKey(team, gameDate);
    const others = (byTeam.get(key) ?? []).filter((game) => game.gameId !== gameId);
    byTeam.set(key, others);
  }
}

/**
 * Finds the game in which all of these teams play on a date. One team is enough. The order of home and away does not
 * count.
 */
export function matchGameByTeams(
  { byTeam }: GameList,
  teams: readonly string[],
  date: string,
): IdentityMatch<ScheduledGame> {
  const [first, ...others] = teams;
  if (first === undefined) return { type: 'unknown' };
  const games = (byTeam.get(teamKey(first, date)) ?? []).filter(({ homeTeam, awayTeam }) =>
    others.every((team) => team === homeTeam || team === awayTeam),
  );
  const [game, ...more] = games;
  if (game === undefined) return { type: 'unknown' };
  return more.length > 0
    ? { type: 'ambiguous', candidates: games }
    : { type: 'matched', value: game, by: 'teams-and-date' };
}

function teamKey(team: string, date: string): string {
  return `${date} ${team}`;
}
