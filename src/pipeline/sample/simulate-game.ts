import { absenceOn } from './absence.ts';
import type { SampleGame } from './calendar.ts';
import type { SamplePlayer, SampleTeam } from './league.ts';
import { binomial, normal, type RandomSource, roundRandomly, seededRandom } from './random.ts';

/**
 * The average chance of making a shot from each zone: rim, other paint, mid-range, corner three, three above the break.
 */
const ZONE_CHANCES = [0.655, 0.425, 0.415, 0.385, 0.352];
const FIRST_THREE = 3;
const FREE_THROW_CHANCE = 0.78;
const HOME_EDGE = 0.008;
const TEAM_MINUTES = 240;
const MOST_MINUTES = 43;
/**
 * The share of plays in the sample league that end in a turnover. `TRIPS` is the share that ends in free throws, and
 * `SECOND_CHANCES` is the factor for shots after offensive rebounds.
 */
const TURNOVERS = 0.12;
const TRIPS = 0.1;
const SECOND_CHANCES = 1.17;
const LEAST_PLAYERS = 8;

export interface PlayerLine {
  readonly player: SamplePlayer;
  readonly minutes: number;
  readonly attempts: readonly number[];
  readonly makes: readonly number[];
  readonly fta: number;
  readonly ftm: number;
  readonly turnovers: number;
  readonly rebounds: number;
  readonly assists: number;
}

export interface TeamLine {
  readonly team: SampleTeam;
  readonly opponent: SampleTeam;
  readonly side: 'home' | 'away';
  readonly possessions: number;
  readonly players: readonly PlayerLine[];
}

/**
 * Simulates one game of the sample league. The same seed and game always give the same result. Players who are out do
 * not play.
 */
export function simulateGame(
  seed: string,
  league: readonly SampleTeam[],
  game: SampleGame,
): readonly [home: TeamLine, away: TeamLine] {
  const random = seededRandom(`${seed}/game/${game.gameId}`);
  const [home, away] = [league[game.home], league[game.away]];
  if (home === undefined || away === undefined)
    throw new Error(`Game ${game.gameId} has a team that is not in the sample league`);
  const possessions = Math.round(((home.pace + away.pace) / 2 + normal(random) * 3) * 10) / 10;
  const play = (team: SampleTeam, opponent: SampleTeam, side: TeamLine['side']): TeamLine => {
    const edge = opponent.defence + (side === 'home' ? HOME_EDGE : -HOME_EDGE);
    const active = activePlayers(team, { seed, date: game.date, random });
    return { team, opponent, side, possessions, players: teamLines(active, { random, possessions, edge }) };
  };
  const [first, second] = [play(home, away, 'home'), play(away, home, 'away')];
  return [teamPoints(first) === teamPoints(second) ? withFreeThrow(first) : first, second];
}

export function pointsOf({ makes, ftm }: PlayerLine): number {
  return ftm + makes.reduce((sum, made, zone) => sum + made * (zone < FIRST_THREE ? 2 : 3), 0);
}

export function teamPoints({ players }: TeamLine): number {
  return players.reduce((sum, line) => sum + pointsOf(line), 0);
}

/** Returns the sum of corner threes and threes above the break. */
export function threes(byZone: readonly number[]): number {
  return totalPoints(byZone.slice(FIRST_THREE));
}

export function totalPoints(numbers: readonly number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0);
}

/** Returns the box score with one more made free throw for the team's best player, which breaks a tie. */
function withFreeThrow(line: TeamLine): TeamLine {
  const players = line.players.map((own, place) =>
    place === 0 ? { ...own, fta: own.fta + 1, ftm: own.ftm + 1 } : own,
  );
  return { ...line, players };
}

interface GameNight {
  readonly seed: string;
  readonly date: string;
  readonly random: RandomSource;
}

/**
 * Chooses the players of a team who play in a game. Some healthy players stay on the bench, but at least eight play.
 */
function activePlayers({ players }: SampleTeam, { seed, date, random }: GameNight): readonly SamplePlayer[] {
  const healthy = players.filter(({ id }) => absenceOn(seed, id, date) === undefined);
  return healthy.filter(({ benched }, place) => random() >= benched || place < LEAST_PLAYERS);
}

interface TeamGame {
  readonly random: RandomSource;
  readonly possessions: number;
  readonly edge: number;
}

function teamLines(active: readonly SamplePlayer[], floor: TeamGame): readonly PlayerLine[] {
  const wanted = active.map((player) => Math.max(1, player.minutes + normal(floor.random) * 3));
  const stretch = TEAM_MINUTES / totalPoints(wanted);
  const minutes = wanted.map((value) => Math.round(Math.min(MOST_MINUTES, value * stretch) * 100) / 100);
  const weights = active.map(({ usage }, place) => usage * (minutes[place] ?? 0));
  const plays = floor.possessions / totalPoints(weights);
  return active.map((player, place) => {
    const own = plays * (weights[place] ?? 0) * (1 + normal(floor.random) * 0.16);
    return playerLine(player, { minutes: minutes[place] ?? 0, plays: own }, floor);
  });
}

function playerLine(
  player: SamplePlayer,
  { minutes, plays }: { minutes: number; plays: number },
  { random, edge }: TeamGame,
): PlayerLine {
  const turnovers = roundRandomly(random, plays * TURNOVERS);
  const fta = 2 * roundRandomly(random, plays * TRIPS);
  const attempts = dealShots(
    random,
    roundRandomly(random, plays * (1 - TURNOVERS - TRIPS) * SECOND_CHANCES),
    player.zones,
  );
  const makes = attempts.map((tries, zone) => binomial(random, tries, (ZONE_CHANCES[zone] ?? 0) + player.touch + edge));
  return {
    player,
    minutes,
    attempts,
    makes,
    fta,
    ftm: binomial(random, fta, FREE_THROW_CHANCE),
    turnovers,
    rebounds: roundRandomly(random, minutes * 0.18 * (0.5 + random())),
    assists: roundRandomly(random, plays * 0.26 * (0.5 + random())),
  };
}

/** Distributes a player's shots among the zones at random, according to the weights of the zones. */
function dealShots(random: RandomSource, shots: number, weights: readonly number[]): readonly number[] {
  const counts = weights.map(() => 0);
  const whole = totalPoints(weights);
  for (let shot = 0; shot < shots; shot += 1) {
    const zone = zoneAt(weights, random() * whole);
    counts[zone] = (counts[zone] ?? 0) + 1;
  }
  return counts;
}

/** Returns the zone that a number selects. The number is between 0 and the sum of the zones' weights. */
function zoneAt(weights: readonly number[], point: number): number {
  let end = 0;
  const zone = weights.findIndex((weight) => {
    end += weight;
    return point < end;
  });
  return zone < 0 ? weights.length - 1 : zone;
}
