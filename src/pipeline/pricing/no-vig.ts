import { profitAt } from '../grading/american-odds.ts';

/** The American odds of both sides of a line. A price is null when the bookmaker does not offer that side. */
export interface SidePrices {
  readonly overPrice: number | null;
  readonly underPrice: number | null;
}

/**
 * Returns the bookmaker's probability of the over without his margin, 0 to 1. The probabilities that two prices imply
 * add up to more than 1. The margin is taken from both in proportion. Pushes do not count. Returns undefined when a
 * price is missing or invalid.
 */
export function noVigOver({ overPrice, underPrice }: SidePrices): number | undefined {
  const [over, under] = [impliedProbability(overPrice), impliedProbability(underPrice)];
  return over === undefined || under === undefined ? undefined : over / (over + under);
}

/** Returns the share of bets that must win to break even at the price. */
function impliedProbability(americanPrice: number | null): number | undefined {
  const profit = americanPrice === null ? undefined : profitAt(americanPrice);
  return profit === undefined ? undefined : 1 / (1 + profit);
}
