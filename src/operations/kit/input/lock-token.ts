import { wholeNumber } from './whole-number.ts';

/** The fencing token that a claim returned. */
export const LockToken = wholeNumber({
  what: 'a fencing token',
  min: 1,
  works: 'the reply to the claim contains this number',
});
