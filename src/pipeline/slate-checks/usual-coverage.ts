import { type Counted, type Limit, moreThan } from './limits.ts';
import type { SlateFacts } from './slate-facts.ts';

/** The share of players without a line changes from date to date by less than this share (0 to 1) of all players. */
const USUAL_SPREAD = 0.25;
const LEAST_DATES = 3;

type Coverage = Pick<SlateFacts, 'coverage' | 'game_date'>;

/**
 * Returns the usual share of players without a line, 0 to 1: the median of the earlier dates. Dates without any line do
 * not count. With fewer than three dates, nothing is usual.
 */
export function usualShareWithoutLine({ coverage, game_date }: Coverage): number | undefined {
  const shares = coverage
    .filter((date) => date.game_date < game_date && date.with_line > 0)
    .map(({ players, with_line }) => (players - with_line) / players)
    .toSorted((a, b) => a - b);
  if (shares.length < LEAST_DATES) return undefined;
  const middle = Math.floor(shares.length / 2);
  const [lower = 0, upper = 0] = [shares[Math.ceil(shares.length / 2) - 1], shares[middle]];
  return (lower + upper) / 2;
}

/** Counts the usual players of the date who have no line. Returns a sentence if there is nothing to compare with. */
export function countWithoutLine(facts: Coverage): Counted | string {
  const own = facts.coverage.find(({ game_date }) => game_date === facts.game_date);
  if (own === undefined) return 'No player of the date has played in the seven days before.';
  if (usualShareWithoutLine(facts) === undefined)
    return `Fewer than ${LEAST_DATES} dates before have lines at this time of the day, so nothing is usual.`;
  return { count: own.players - own.with_line, total: own.players };
}

export function limitOfMissingLines(facts: Coverage): Limit {
  return moreThan((usualShareWithoutLine(facts) ?? 1) + USUAL_SPREAD, { least: 3 });
}
