import * as z from 'zod';
import { quoteInput } from './printable.ts';

const DIGITS = /^\s*-?\d+\s*$/;

export interface NumberRule {
  /** The name of the number in error messages, with an article, such as `a number of seconds`. */
  readonly what: string;
  readonly min: number;
  readonly max?: number;
  /** What the caller should write, as the end of an error message: `write a whole number from 5 to 60`. */
  readonly works: string;
}

/** A whole number, given as a number or as digits. The message for any other value quotes it as the caller wrote it. */
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
