/** A percentage of fewer cases than this claims more than its data supports. */
const FEWEST_FOR_A_RATE = 20;
const PERCENT = 100;

/** How often something succeeded, such as the picks that won among the decided picks. */
export interface Successes {
  readonly won: number;
  /** The number of all cases. */
  readonly of: number;
}

/** Says whether there are enough cases for a percentage: at least 20. Fewer cases are shown as counts. */
export function isEnoughForRate(cases: number): boolean {
  return cases >= FEWEST_FOR_A_RATE;
}

/** Formats how often something succeeded: `56.4 %`, or `7 of 12` if there are fewer than 20 cases. Returns null without a case. */
export function rateText({ won, of }: Successes): string | null {
  if (of === 0) return null;
  return isEnoughForRate(of) ? percentText(won / of) : `${countText(won)} of ${countText(of)}`;
}

/** Formats the same with the number of cases: `56.4 % of 55`, or `7 of 12`. */
export function rateOfText(successes: Successes): string | null {
  const rate = rateText(successes);
  return rate === null || !isEnoughForRate(successes.of) ? rate : `${rate} of ${countText(successes.of)}`;
}

/**
 * Formats the profit of `bets` equal stakes: `+2.4 %` of the stakes, or `+0.9 units on 12 bets` if there are fewer than 20.
 * `roi` is the profit per stake. Returns null without a bet.
 */
export function returnText(roi: number | null, bets: number): string | null {
  if (roi === null || bets === 0) return null;
  if (isEnoughForRate(bets)) return `${sign(roi)}${percentText(Math.abs(roi))}`;
  return `${sign(roi)}${Math.abs(roi * bets).toFixed(1)} units on ${bets} bet${bets === 1 ? '' : 's'}`;
}

function sign(amount: number): string {
  return amount < 0 ? '−' : '+';
}

function percentText(share: number): string {
  return `${(share * PERCENT).toFixed(1)} %`;
}

function countText(number: number): string {
  return number.toLocaleString('en-US');
}
