/**
 * A negative binomial distribution of a player's points in one game. `dispersion` is the variance divided by the mean,
 * and it is above 1.
 */
export interface PointsDistribution {
  readonly mean: number;
  readonly dispersion: number;
}

/** The probabilities of the three results of a line. They add up to 1. A push is impossible at a half-point line. */
export interface LineChances {
  readonly over: number;
  readonly under: number;
  readonly push: number;
}

/** Returns the probabilities that the player scores more than, fewer than, or exactly as many points as the line. */
export function chancesAt({ mean, dispersion }: PointsDistribution, line: number): LineChances {
  const successes = mean / (dispersion - 1);
  const failure = 1 - 1 / dispersion;
  let probability = dispersion ** -successes;
  let under = 0;
  let points = 0;
  while (points < line) {
    under += probability;
    probability *= (failure * (points + successes)) / (points + 1);
    points += 1;
  }
  const push = points === line ? probability : 0;
  return { over: Math.max(0, 1 - under - push), under, push };
}

/** Returns the probability of the over among the results that are not a push. */
export function overWithoutPush({ over, under }: Pick<LineChances, 'over' | 'under'>): number {
  return over / (over + under);
}
