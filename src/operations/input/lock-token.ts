import * as z from 'zod';
import { printable } from './printable.ts';

/** The number that a claim was answered with. */
export const LockToken = z.coerce
  .number({ error: ({ input }) => `${printable(input)} is not a token; it is the number in the answer to the claim` })
  .int()
  .min(1);
