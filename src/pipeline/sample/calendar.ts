import { DateTime } from 'luxon';
import type { SampleTeam } from './league.ts';
import { between, type Random, randomOf, shuffled } from './random.ts';
import type { SampleOptions } from './sample-options.ts';

const NEW_YORK = 'America/New_York';
/** The NBA plays 82 games in about 174 days. */
const DAYS_PER_GAME = 174 / 82;
/** How much of the season is played: it moves with the day, so that a sample made in July has games tonight too. */
const PLAYED_SHARE = 0.63;
/** Games on a day, as parts of a usual day: Thursdays are quiet, and some days are free. */
const DAY_WEIGHTS = [1.1, 0.7, 1.5, 0.4, 1.6, 1.1, 1];
const FREE_DAY = 0.03;
const TIP_OFF_MINUTES = [0, 0, 30, 60, 90, 120, 180];
const FIRST_TIP_OFF_HOUR = 19;
/** New teams against each other rather than the same pair: the noise in who has played least. */
const DRAW_NOISE = 2.5;

export interface SampleGame {
  readonly gameId: string;
  readonly date: string;
  readonly season: string;
  /** ISO 8601, UTC. */
  readonly tipOff: string;
  /** Positions in the league. */
  readonly home: number;
  readonly away: number;
  readonly played: boolean;
}

interface Draw {
  readonly random: Random;
  readonly games: number[];
  readonly homeGames: number[];
}

/** Every game of the season, by date. */
export function makeCalendar(options: SampleOptions, league: readonly SampleTeam[]): readonly SampleGame[] {
  const random = randomOf(`${options.seed}/calendar`);
  const today = DateTime.fromISO(options.today, { zone: NEW_YORK });
  const days = Math.max(1, Math.round(options.gamesPerTeam * DAYS_PER_GAME));
  const before = Math.round(days * PLAYED_SHARE);
  const opening = today.minus({ days: before });
  const counts = gamesByDay(options, { random, days, before });
  const draw: Draw = { random, games: league.map(() => 0), homeGames: league.map(() => 0) };
  const season = seasonOf(opening);
  const games: SampleGame[] = [];
  for (const [day, count] of counts.entries()) {
    const date = opening.plus({ days: day });
    for (const [home, away] of pairings(draw, count)) {
      games.push({
        gameId: `99${season.slice(2, 4)}${String(games.length + 1).padStart(6, '0')}`,
        date: date.toFormat('yyyy-MM-dd'),
        season,
        tipOff: tipOff(date, random),
        home,
        away,
        played: day < before,
      });
    }
  }
  return games;
}

function gamesByDay(
  options: SampleOptions,
  { random, days, before }: { random: Random; days: number; before: number },
) {
  const most = Math.floor(options.teams / 2);
  const weights = Array.from({ length: days }, (_, day) =>
    random() < FREE_DAY ? 0 : (DAY_WEIGHTS[day % DAY_WEIGHTS.length] ?? 1) * (0.8 + random() * 0.4),
  );
  const unit = (options.teams * options.gamesPerTeam) / 2 / weights.reduce((sum, weight) => sum + weight, 0);
  const tonight = Math.min(most, options.gamesTonight ?? between(random, [6, 10]));
  return weights.map((weight, day) => (day === before ? tonight : Math.min(most, Math.round(weight * unit))));
}

/** Those play who have played least, about; of two the one with fewer games at home is at home. */
function pairings({ random, games, homeGames }: Draw, count: number): readonly (readonly [number, number])[] {
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

function tipOff(date: DateTime, random: Random): string {
  const minutes = TIP_OFF_MINUTES[between(random, [0, TIP_OFF_MINUTES.length - 1])] ?? 0;
  const moment = date.set({ hour: FIRST_TIP_OFF_HOUR }).plus({ minutes }).toUTC();
  return moment.toFormat("yyyy-MM-dd'T'HH:mm:ss'Z'");
}

/** A season is named by the years it begins and ends in; one that opens before July belongs to the year before. */
function seasonOf(opening: DateTime): string {
  const year = opening.month >= 7 ? opening.year : opening.year - 1;
  return `${year}-${String((year + 1) % 100).padStart(2, '0')}`;
}
