import * as z from 'zod';
import { quoteInput } from './printable.ts';

const DIGITS = /^\s*-?\d+\s*$/;

export interface NumberRule {
  /** What the value is, with an article: `a number of seconds`. */
  readonly what: string;
  readonly min: number;
  readonly max?: number;
  /** What to write, as the end of a sentence: `write a whole number from 5 to 60`. */
  readonly works: string;
}

/** A whole number, as a number or as typed digits. Refusals quote other values as the caller wrote them. */
export function wholeNumber({ what, min, max = Number.MAX_SAFE_INTEGER, works }: NumberRule) {
  const whole = z
    .number({
      error: ({ input }) =>
        input === undefined ? `is missing; ${works}` : `${quoteInput(input)} is not ${what}; ${works}`,
    })
    .int()
    .min(min)
    .max(max);
  return z.preprocess((given) => (typeof given === 'string' && DIGITS.test(given) ? Number(given) : given), whole);
}
