import { MIN_DECIDED } from '../../pipeline/ledger/pick-record.ts';
import { countedText } from './count-text.ts';
import { percent, signed, signedPercent } from './figure-text.ts';

/** How often something succeeded, such as the picks that won among the decided picks. */
export interface Successes {
  readonly won: number;
  /** The number of all cases. */
  readonly of: number;
}

/** Says whether there are enough cases for a percentage: at least 20. Fewer cases are shown as counts. */
export function isEnoughForRate(cases: number): boolean {
  return cases >= MIN_DECIDED;
}

/** Formats how often something succeeded: `56.4 %`, or `7 of 12` if there are fewer than 20 cases. Returns null without a case. */
export function rateText({ won, of }: Successes): string | null {
  if (of === 0) return null;
  return isEnoughForRate(of) ? percent(won / of) : `${countText(won)} of ${countText(of)}`;
}

/** Formats the same with the number of cases: `56.4 % of 55`, or `7 of 12`. */
export function rateOfText(successes: Successes): string | null {
  const rate = rateText(successes);
  return rate === null || !isEnoughForRate(successes.of) ? rate : `${rate} of ${countText(successes.of)}`;
}

/**
 * Formats the share of cases that succeeded, like `rateText`. An exact prediction counts half in some shares. Returns
 * null without a share.
 */
export function shareText(share: number | null, of: number): string | null {
  return share === null ? null : rateText({ won: Math.round(share * of * 2) / 2, of });
}

/**
 * Formats the profit of `bets` equal stakes: `+2.4 %` of the stakes, or `+0.9 units on 12 bets` if there are fewer than 20.
 * `roi` is the profit per stake. Returns null without a bet.
 */
export function returnText(roi: number | null, bets: number): string | null {
  if (roi === null || bets === 0) return null;
  return isEnoughForRate(bets) ? signedPercent(roi) : `${signed(roi * bets, 1)} units on ${countedText(bets, 'bet')}`;
}

function countText(number: number): string {
  return number.toLocaleString('en-US');
}
