import * as z from 'zod';
import { withoutSecrets } from '../../../coordination/tokens/token.ts';
import { hasUnprintable } from '../../../platform/printable.ts';
import { quoteInput } from './printable.ts';

export interface TextRule {
  /** The name of the text in error messages, with an article, such as `a game date`. */
  readonly what: string;
  readonly maxLength: number;
  /**
   * What the caller should write, as the end of an error message: `write the name as in the box scores, such as "LeBron
   * James"`.
   */
  readonly works: string;
}

/** A text from a person or an agent. Empty or long texts, control characters and tokens are refused, because others read the text. */
export function text({ what, maxLength, works }: TextRule) {
  return z
    .string({
      error: ({ input }) => `${input === undefined ? 'is missing' : `${quoteInput(input)} is not text`}; ${works}`,
    })
    .refine((value) => value.trim() !== '', { error: `is empty; ${works}`, abort: true })
    .refine((value) => withoutSecrets(value) === value, {
      error: ({ input }) => `${quoteInput(input)} contains a token, which belongs only in TIPOFF_TOKEN; ${works}`,
      abort: true,
    })
    .refine((value) => value.length <= maxLength, {
      error: ({ input }) =>
        `${quoteInput(input)} is too long for ${what}: the limit is ${maxLength} characters; ${works}`,
      abort: true,
    })
    .refine((value) => !hasUnprintable(value), {
      error: ({ input }) => `${quoteInput(input)} contains control characters; ${works}`,
      abort: true,
    })
    .meta({ minLength: 1, maxLength });
}
