import type { SampleOptions } from '#src/pipeline/sample/sample-options.ts';

/** Few enough that nearly every player has the minutes to qualify. */
const PLAYERS_PER_TEAM = 9;
/** The share of players who qualify. The others are injured or play too few minutes. */
const SHARE_QUALIFIED = 0.87;
/** Enough games for the windows of five and ten games. */
const GAMES_PER_TEAM = 12;

/** The options of a sample league in which about this number of players qualifies on one evening. */
export function leagueOfPlayers(players: number, { seed, today }: Pick<SampleOptions, 'seed' | 'today'>) {
  const teams = Math.ceil(players / SHARE_QUALIFIED / PLAYERS_PER_TEAM / 2) * 2;
  const size = { teams, playersPerTeam: PLAYERS_PER_TEAM, gamesPerTeam: GAMES_PER_TEAM, gamesTonight: teams / 2 };
  return { seed, today, ...size, lineDays: 1 } satisfies SampleOptions;
}
