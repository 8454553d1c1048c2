/** The usual American odds of a player prop. A price that is unknown is assumed to be this one. */
export const STANDARD_PRICE = -110;

/** American odds between -100 and +100 do not exist. */
const SMALLEST_PRICE = 100;

/**
 * The profit of a winning stake of 1 at these American odds: 1.5 at +150, 0.5 at -200. Undefined for an invalid price,
 * such as 0 or 50.
 */
export function profitAt(americanPrice: number): number | undefined {
  if (!Number.isFinite(americanPrice) || Math.abs(americanPrice) < SMALLEST_PRICE) return undefined;
  return americanPrice > 0 ? americanPrice / 100 : 100 / -americanPrice;
}

/**
 * The hit rate at which equal stakes break even, if a winning stake earns the mean of these profits. Undefined for an
 * empty list.
 */
export function breakEven(profits: readonly number[]): number | undefined {
  const returned = profits.reduce((sum, profit) => sum + 1 + profit, 0);
  return profits.length === 0 ? undefined : profits.length / returned;
}
