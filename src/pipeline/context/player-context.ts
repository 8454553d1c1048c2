import * as z from 'zod';
import { Instant, instantFromDate } from '../../platform/instant.ts';
import { UserText } from '../../platform/user-text.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { type InjuryReport, readInjuryReports } from '../player/injury-reports.ts';

const LastGame = z.object({
  game_date: z.string(),
  opponent: z.string(),
  is_home: z.boolean(),
  points: z.number(),
  minutes: z.number(),
});
const LastGameRow = LastGame.extend({ player_lookup: z.string() });
type LastGameRow = z.infer<typeof LastGameRow>;

const ScheduledGame = z.object({
  game_id: z.string(),
  home_team: z.string(),
  away_team: z.string(),
  tipoff_at: z.string().nullable(),
});
type ScheduledGame = z.infer<typeof ScheduledGame>;

/** What a person wants to know about a player beside his prediction. */
export const PlayerContext = z.object({
  player_lookup: z.string(),
  team: z.string().nullable(),
  /** The opponent on the game date; null if his team does not play. */
  opponent: z.string().nullable(),
  is_home: z.boolean().nullable(),
  /** The tip-off of his game, as ISO 8601 in UTC; null if his team does not play, or if the tip-off is unknown. */
  tipoff_at: Instant.nullable(),
  /** His newest injury report for the date; null if no report names him. */
  injury: z.object({ status: UserText, reason: UserText.nullable(), reported_at: Instant }).nullable(),
  /** The last five games before the date that he played, newest first. */
  last_games: z.array(LastGame),
});
export type PlayerContext = z.infer<typeof PlayerContext>;

interface ContextDeps {
  readonly warehouse: Warehouse;
  readonly now: () => Date;
}

interface PlayerOfTeam {
  readonly player_lookup: string;
  readonly team: string | null;
}

/** Reads the context of one player on a game date, whether he is on the slate or not. */
export async function readPlayerContext(
  deps: ContextDeps,
  gameDate: string,
  player: PlayerOfTeam,
): Promise<PlayerContext> {
  const contextOf = await readContexts(deps, gameDate, player.player_lookup);
  return contextOf(player);
}

/** Reads the contexts of the players who have an active prediction for a game date. */
export async function readSlateContexts(
  deps: ContextDeps,
  gameDate: string,
  rows: readonly { readonly player_lookup: string; readonly team_abbr: string }[],
): Promise<readonly PlayerContext[]> {
  const teams = new Map(rows.map(({ player_lookup, team_abbr }) => [player_lookup, team_abbr]));
  if (teams.size === 0) return [];
  const contextOf = await readContexts(deps, gameDate, null);
  return [...teams].map(([player_lookup, team]) => contextOf({ player_lookup, team }));
}

async function readContexts(
  { warehouse, now }: ContextDeps,
  gameDate: string,
  playerLookup: string | null,
): Promise<(player: PlayerOfTeam) => PlayerContext> {
  const game_date = { type: 'DATE', value: gameDate } as const;
  const player_lookup = { type: 'STRING', value: playerLookup } as const;
  const knownAt = instantFromDate(now());
  const [games, reports, last] = await Promise.all([
    warehouse.query({ sql: 'context/sql/games', parameters: { game_date } }, ScheduledGame),
    readInjuryReports(warehouse, { gameDate, knownAt, now: knownAt }),
    warehouse.query({ sql: 'context/sql/last-games', parameters: { game_date, player_lookup } }, LastGameRow),
  ]);
  const lastOf = Map.groupBy(last, (row) => row.player_lookup);
  return (player) => ({
    ...gameContext(player, games),
    injury: injuryOf(reports.get(player.player_lookup)),
    last_games: (lastOf.get(player.player_lookup) ?? []).map(lastGame),
  });
}

function gameContext(
  { player_lookup, team }: PlayerOfTeam,
  games: readonly ScheduledGame[],
): Omit<PlayerContext, 'injury' | 'last_games'> {
  const game = games.find(({ home_team, away_team }) => team !== null && [home_team, away_team].includes(team));
  if (game === undefined) return { player_lookup, team, opponent: null, is_home: null, tipoff_at: null };
  const is_home = game.home_team === team;
  const opponent = is_home ? game.away_team : game.home_team;
  return {
    player_lookup,
    team,
    opponent,
    is_home,
    tipoff_at: game.tipoff_at === null ? null : instantOf(game.tipoff_at),
  };
}

function injuryOf(report: InjuryReport | undefined): PlayerContext['injury'] {
  if (report === undefined) return null;
  const { status, reason, report_at } = report;
  return { status, reason, reported_at: instantOf(report_at) };
}

function instantOf(timestamp: string): Instant {
  return instantFromDate(new Date(timestamp));
}

function lastGame({ player_lookup: _, ...game }: LastGameRow): PlayerContext['last_games'][number] {
  return game;
}
