import * as z from 'zod';

/** A text in a form that `meaning` describes, such as `the name of a Pub/Sub topic`. */
export function named(pattern: RegExp, meaning: string) {
  return z.string({ error: `it must be set to ${meaning}` }).regex(pattern, { error: `it must be ${meaning}` });
}
