/** Where the league's props are priced when nothing else is known. */
export const STANDARD_PRICE = -110;

/** A price nearer to zero than this does not exist. */
const SMALLEST_PRICE = 100;

/**
 * What a won stake of 1 brings beside the stake: 1.5 at +150, 0.5 at -200. Undefined for what is no price, such as 0 or 50.
 */
export function profitAt(americanPrice: number): number | undefined {
  if (!Number.isFinite(americanPrice) || Math.abs(americanPrice) < SMALLEST_PRICE) return undefined;
  return americanPrice > 0 ? americanPrice / 100 : 100 / -americanPrice;
}

/** The share of equal stakes that has to be won so that nothing is lost, each won stake bringing its profit. Undefined for no stakes. */
export function breakEven(profits: readonly number[]): number | undefined {
  const returned = profits.reduce((sum, profit) => sum + 1 + profit, 0);
  return profits.length === 0 ? undefined : profits.length / returned;
}
