/** The usual American odds of a player prop. Grading assumes these odds when a price is unknown. */
export const STANDARD_PRICE = -110;

/** The smallest absolute value of American odds. Odds between -100 and +100 do not exist. */
const SMALLEST_PRICE = 100;

/**
 * Returns the profit of a winning stake of 1 at the given American odds: 1.5 at +150, 0.5 at -200. Returns undefined
 * for invalid odds, such as 0 or 50.
 */
export function profitAt(americanPrice: number): number | undefined {
  if (!Number.isFinite(americanPrice) || Math.abs(americanPrice) < SMALLEST_PRICE) return undefined;
  return americanPrice > 0 ? americanPrice / 100 : 100 / -americanPrice;
}

/**
 * Returns the share of bets that must win to make neither profit nor loss. Every stake is 1, and a won bet pays the
 * mean of `profits`. Returns undefined for an empty list.
 */
export function breakEven(profits: readonly number[]): number | undefined {
  const returned = profits.reduce((sum, profit) => sum + 1 + profit, 0);
  return profits.length === 0 ? undefined : profits.length / returned;
}
