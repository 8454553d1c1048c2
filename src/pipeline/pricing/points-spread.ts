import { chancesAt, overWithoutPush, type PointsDistribution } from './points-distribution.ts';

/** How a player's points vary at a mean: the variance is `factor * scale * mean ** power`. */
export interface PointsSpread {
  readonly scale: number;
  readonly power: number;
  /** How much more the player's points vary than those of the league at the same mean. */
  readonly factor: number;
}

/** The fitted spread of the league. A player's own games change it by their number against `priorGames`. */
export interface LeagueSpread {
  readonly scale: number;
  readonly power: number;
  readonly priorGames: number;
}

// As in models/train/points_distribution.py.
const LEAST_PAST_GAMES = 2;
const LEAST_MEAN = 2;
const LEAST_DISPERSION = 1.2;

/** The means of all players who have a line. The search for a mean halves this range to less than a billionth. */
const MEANS = { from: 0.05, to: 90 };
const HALVINGS = 40;

/**
 * Returns the spread of a player. The variance of his past points moves it away from that of the league, and counts as
 * much as `priorGames` games of the league. Without past games the league's spread is used.
 */
export function playerSpread({ scale, power, priorGames }: LeagueSpread, pastPoints: readonly number[]): PointsSpread {
  const games = pastPoints.length;
  if (games < LEAST_PAST_GAMES) return { scale, power, factor: 1 };
  const mean = pastPoints.reduce((sum, points) => sum + points, 0) / games;
  const variance = pastPoints.reduce((sum, points) => sum + (points - mean) ** 2, 0) / (games - 1);
  const ratio = variance / (scale * Math.max(mean, LEAST_MEAN) ** power);
  return { scale, power, factor: (priorGames + games * ratio) / (priorGames + games) };
}

/**
 * Returns the distribution of a player's points around a mean. A projection can move the mean of an unlikely scorer below
 * zero. Such a mean counts as the lowest one.
 */
export function distributionAt(expected: number, { scale, power, factor }: PointsSpread): PointsDistribution {
  const mean = Math.max(MEANS.from, expected);
  return { mean, dispersion: Math.max(LEAST_DISPERSION, factor * scale * mean ** (power - 1)) };
}

export interface LineBelief {
  readonly line: number;
  /** The probability of the over, 0 to 1, among the results that are not a push. */
  readonly over: number;
}

/** Returns the mean at which the distribution has the given probability of the over. */
export function meanOf({ line, over }: LineBelief, spread: PointsSpread): number {
  let { from, to } = MEANS;
  for (let step = 0; step < HALVINGS; step += 1) {
    const middle = (from + to) / 2;
    if (overWithoutPush(chancesAt(distributionAt(middle, spread), line)) < over) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}
