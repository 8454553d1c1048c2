import { gameDateOf, previousGameDate } from '../dates/game-date.ts';
import { type GameList, matchGameByTeams, type ScheduledGame } from './game-list.ts';
import type { IdentityMatch } from './identity-match.ts';

export interface WrittenGame {
  readonly id: string | null;
  /** The game date of the row. It may be the date in UTC by mistake. */
  readonly date: string;
  /** The teams that the row names, as abbreviations. */
  readonly teams: readonly string[];
  /** The tip-off time that the row states, ISO 8601 in UTC. */
  readonly tipoff: string | null;
}

export type IdentifiedGame =
  | {
      readonly type: 'game';
      readonly match: IdentityMatch<ScheduledGame>;
      /** The game date in New York. It differs from the row's date when that was the date in UTC. */
      readonly date: string;
    }
  /** The row's date contradicts its game or its tip-off, and nothing proves which of them is right. */
  | { readonly type: 'contradiction'; readonly date: string; readonly expected: string; readonly proof: string };

/**
 * Finds the game of a row by its id, or by its teams and date when the id belongs to another system. A row's date may
 * differ from the game's by one day when it is the date of the tip-off in UTC. The tip-off time or the schedule proves
 * that, and the date is corrected. Any other difference is a contradiction.
 */
export function identifyGame(games: GameList, row: WrittenGame): IdentifiedGame {
  const stated = dateByTipoff(row);
  if (stated.type === 'contradiction') return stated;
  const byId = row.id === null ? undefined : games.byId.get(row.id);
  if (byId !== undefined) return withDateOf(byId, stated.date);
  const byTeams = matchGameByTeams(games, row.teams, stated.date);
  if (byTeams.type !== 'unknown' || row.tipoff !== null) return { type: 'game', match: byTeams, date: stated.date };
  const before = row.teams.length < 2 ? undefined : gameDayBefore(games, row);
  if (before === undefined) return { type: 'game', match: byTeams, date: stated.date };
  return { type: 'game', match: { type: 'matched', value: before, by: 'teams-and-date' }, date: before.gameDate };
}

/** Decides the date of a row that states its own tip-off time. */
export function dateByTipoff({
  date,
  tipoff,
}: Pick<WrittenGame, 'date' | 'tipoff'>):
  | { readonly type: 'date'; readonly date: string }
  | Extract<IdentifiedGame, { type: 'contradiction' }> {
  if (tipoff === null) return { type: 'date', date };
  const played = gameDateOf(new Date(tipoff));
  if (date === played || date === utcDate(tipoff)) return { type: 'date', date: played };
  return { type: 'contradiction', date, expected: played, proof: `the tip-off ${tipoff}` };
}

function withDateOf(game: ScheduledGame, date: string): IdentifiedGame {
  const match = { type: 'matched', value: game, by: 'id' } as const;
  if (date === game.gameDate || (game.tipoff !== null && date === utcDate(game.tipoff))) {
    return { type: 'game', match, date: game.gameDate };
  }
  const proof = `game ${game.gameId} in the schedule`;
  return { type: 'contradiction', date, expected: game.gameDate, proof };
}

/**
 * Returns the game date of an injury report for a team. The row's date is that in UTC when the team does not play on it,
 * and the report precedes the team's evening game of the day before.
 */
export function dateOfReport(
  games: GameList,
  { date, team, reportAt }: { readonly date: string; readonly team: string; readonly reportAt: string },
): string {
  if (matchGameByTeams(games, [team], date).type !== 'unknown') return date;
  const evening = gameDayBefore(games, { teams: [team], date });
  return evening?.tipoff && Date.parse(reportAt) < Date.parse(evening.tipoff) ? evening.gameDate : date;
}

/** Returns the only game of these teams on the day before, if its tip-off in UTC is on the row's date. */
function gameDayBefore(
  games: GameList,
  { teams, date }: Pick<WrittenGame, 'teams' | 'date'>,
): ScheduledGame | undefined {
  const match = matchGameByTeams(games, teams, previousGameDate(date));
  if (match.type !== 'matched' || match.value.tipoff === null) return undefined;
  return utcDate(match.value.tipoff) === date ? match.value : undefined;
}

function utcDate(time: string): string {
  return time.slice(0, 10);
}
