import { wholeNumber } from './whole-number.ts';

/** The number that a claim was answered with. */
export const LockToken = wholeNumber({ what: 'a token', min: 1, works: 'it is the number in the answer to the claim' });
