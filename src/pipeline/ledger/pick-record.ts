import * as z from 'zod';
import { breakEven, profitAt } from '../grading/american-odds.ts';
import type { LedgerPick } from './ledger-pick.ts';
import { wilsonInterval } from './wilson-interval.ts';

/** With fewer won or lost picks, a record has counts and no rates. */
export const MIN_DECIDED = 20;

/** The rates of a record. All are shares from 0 to 1. */
const RecordRates = z.object({
  /** The share of won picks among the won and lost ones. */
  hit_rate: z.number(),
  /** The ends of the 95 % interval of the hit rate. */
  low: z.number(),
  high: z.number(),
  /** The hit rate at which the picks break even at their recorded prices. */
  break_even: z.number(),
  /**
   * What the interval says about break-even. `unclear`: the interval includes break-even, so the record does not differ
   * from chance.
   */
  verdict: z.enum(['above', 'below', 'unclear']),
});

/** The results of published picks. */
export const PickRecord = z.object({
  /** The number of published picks: the sum of `won`, `lost`, `pushes`, `voids` and `open`. */
  published: z.number(),
  won: z.number(),
  lost: z.number(),
  pushes: z.number(),
  voids: z.number(),
  /** The number of published picks without a result yet. */
  open: z.number(),
  /** The number of picks that were withdrawn before the tip-off. They are not published picks and have no result. */
  withdrawn: z.number(),
  /** The profit of all picks with a result, in units of one stake, at the recorded prices. */
  units: z.number(),
  /** The rates; null if fewer than 20 picks are won or lost. */
  rates: RecordRates.nullable(),
});
export type PickRecord = z.infer<typeof PickRecord>;

type RecordedPick = Pick<LedgerPick, 'state' | 'result' | 'price' | 'profit_units'>;

/** Summarizes picks of the ledger. */
export function pickRecord(picks: readonly RecordedPick[]): PickRecord {
  const published = picks.filter(({ state }) => state === 'published');
  const withResult = (result: LedgerPick['result']) => published.filter((pick) => pick.result === result);
  const [won, lost] = [withResult('won'), withResult('lost')];
  return {
    published: published.length,
    won: won.length,
    lost: lost.length,
    pushes: withResult('push').length,
    voids: withResult('void').length,
    open: withResult(null).length,
    withdrawn: picks.length - published.length,
    units: rounded(published.reduce((sum, { profit_units }) => sum + (profit_units ?? 0), 0)),
    rates: ratesOf(won.length, [...won, ...lost]),
  };
}

function ratesOf(won: number, decided: readonly RecordedPick[]): PickRecord['rates'] {
  const interval = wilsonInterval(won, decided.length);
  const needed = breakEven(decided.flatMap(({ price }) => profitAt(price) ?? []));
  if (decided.length < MIN_DECIDED || interval === undefined || needed === undefined) return null;
  const verdict = verdictOf(interval, needed);
  return { hit_rate: won / decided.length, ...interval, break_even: needed, verdict };
}

function verdictOf({ low, high }: { readonly low: number; readonly high: number }, needed: number) {
  if (low > needed) return 'above';
  return high < needed ? 'below' : 'unclear';
}

/** Removes the small errors of binary fractions. */
function rounded(units: number): number {
  return Number(units.toFixed(4)) + 0;
}
