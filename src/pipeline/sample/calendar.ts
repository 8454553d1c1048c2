import { DateTime } from 'luxon';
import type { SampleTeam } from './league.ts';
import { type RandomSource, randomInteger, seededRandom, shuffled } from './random.ts';
import type { SampleOptions } from './sample-options.ts';

const NEW_YORK = 'America/New_York';
/** The average number of days between two games of a team. A team of the NBA plays 82 games in about 174 days. */
const DAYS_PER_GAME = 174 / 82;
/**
 * The share of the sample season that is before today. It is the same on every day of the year, so a sample made in
 * July also has games tonight.
 */
const PLAYED_SHARE = 0.63;
/**
 * The number of games of each day in the sample season is chosen from this list. The mean is seven for thirty teams. No
 * number is 0, so a sample made on any day has games tonight.
 */
const GAMES_OF_A_DAY = [6, 6, 6, 7, 7, 7, 8, 10] as const;
const NBA_TEAMS = 30;
/**
 * The number of days whose games are drawn together as one block. Within a block, teams play about equally often. The
 * days of a block do not depend on which day is today.
 */
const BLOCK_DAYS = 14;
const DAY_MS = 86_400_000;
/**
 * The day from which game ids of the sample league count. A game id contains the number of days since this date, in
 * five digits.
 */
const FIRST_DAY = Date.parse('1990-01-01');
const FIRST_TIP_OFF_HOUR = 19;
const TIP_OFF_MINUTES = [0, 0, 30, 60, 90, 120, 180];
/**
 * The size of the random noise, in games, that changes the order in which teams are paired. With the noise, a team that
 * has played more games than another can sometimes be paired first.
 */
const DRAW_NOISE = 2.5;

export interface SampleGame {
  readonly gameId: string;
  readonly date: string;
  readonly season: string;
  /** ISO 8601, UTC. */
  readonly tipOff: string;
  /** The index of the home team in the list of teams. `away` is the index of the visiting team. */
  readonly home: number;
  readonly away: number;
  readonly played: boolean;
}

/** The number of games and of home games that each team has so far in one block of days. */
interface DrawState {
  readonly random: RandomSource;
  readonly games: number[];
  readonly homeGames: number[];
}

/**
 * Generates the games of the sample season, which lies around today, sorted by date. A calendar that is
 * generated one day later has the same games and those of one more day.
 */
export function makeCalendar(options: SampleOptions, league: readonly SampleTeam[]): readonly SampleGame[] {
  const today = (Date.parse(options.today) - FIRST_DAY) / DAY_MS;
  const days = Math.max(1, Math.round(options.gamesPerTeam * DAYS_PER_GAME));
  const opening = today - Math.round(days * PLAYED_SHARE);
  const last = Math.max(today, opening + days - 1);
  const season = seasonOf(dayAt(opening));
  const games: SampleGame[] = [];
  for (let block = Math.floor(opening / BLOCK_DAYS); block * BLOCK_DAYS <= last; block += 1) {
    const random = seededRandom(`${options.seed}/calendar/${block}`);
    const draw: DrawState = { random, games: league.map(() => 0), homeGames: league.map(() => 0) };
    for (let day = block * BLOCK_DAYS; day < (block + 1) * BLOCK_DAYS; day += 1) {
      const drawn = gamesOf(day, draw, day === today ? options.gamesTonight : undefined);
      if (day < opening || day > last) continue;
      games.push(...drawn.map((game) => ({ ...game, season, played: day < today })));
    }
  }
  return games;
}

function gamesOf(
  day: number,
  draw: DrawState,
  wanted: number | undefined,
): readonly Omit<SampleGame, 'season' | 'played'>[] {
  const date = dayAt(day);
  const usual = GAMES_OF_A_DAY[randomInteger(draw.random, [0, GAMES_OF_A_DAY.length - 1])] ?? GAMES_OF_A_DAY[0];
  const teams = draw.games.length;
  const count = Math.min(Math.floor(teams / 2), wanted ?? Math.max(1, Math.round((usual * teams) / NBA_TEAMS)));
  return pairings(draw, count).map(([home, away], index) => ({
    gameId: `99${String(day).padStart(5, '0')}${String(index + 1).padStart(3, '0')}`,
    date: date.toFormat('yyyy-MM-dd'),
    tipOff: tipOff(date, draw.random),
    home,
    away,
  }));
}

/**
 * Pairs the teams that have played the fewest games, with some random noise. The team with fewer home games plays at
 * home.
 */
function pairings({ random, games, homeGames }: DrawState, count: number): readonly (readonly [number, number])[] {
  const order = games.map((played, team) => ({ team, key: played + random() * DRAW_NOISE }));
  const least = order.sort((left, right) => left.key - right.key).slice(0, count * 2);
  const teams = shuffled(
    random,
    least.map(({ team }) => team),
  );
  return Array.from({ length: count }, (_, index) => {
    const [one = 0, other = 0] = [teams[index * 2], teams[index * 2 + 1]];
    const [home, away] = (homeGames[one] ?? 0) <= (homeGames[other] ?? 0) ? [one, other] : [other, one];
    for (const team of [home, away]) games[team] = (games[team] ?? 0) + 1;
    homeGames[home] = (homeGames[home] ?? 0) + 1;
    return [home, away] as const;
  });
}

function tipOff(date: DateTime, random: RandomSource): string {
  const minutes = TIP_OFF_MINUTES[randomInteger(random, [0, TIP_OFF_MINUTES.length - 1])] ?? 0;
  const moment = date.set({ hour: FIRST_TIP_OFF_HOUR }).plus({ minutes }).toUTC();
  return moment.toFormat("yyyy-MM-dd'T'HH:mm:ss'Z'");
}

/**
 * Returns the name of a season, which consists of its first and last year, such as `2025-26`. A date before July
 * belongs to the season that began in the previous year.
 */
function seasonOf(opening: DateTime): string {
  const year = opening.month >= 7 ? opening.year : opening.year - 1;
  return `${year}-${String((year + 1) % 100).padStart(2, '0')}`;
}

function dayAt(day: number): DateTime {
  const date = new Date(FIRST_DAY + day * DAY_MS).toISOString().slice(0, 10);
  return DateTime.fromISO(date, { zone: NEW_YORK });
}
