import { quoteInput } from './printable.ts';
import { text } from './text.ts';

const MIN_LENGTH = 3;
const WORKS = 'say in a few words what you are about to do';

/** Why a lock is taken, for those who find it held. */
export const LockReason = text({ what: 'a reason', maxLength: 120, works: WORKS }).refine(
  (value) => value.trim().length >= MIN_LENGTH,
  { error: ({ input }) => `${quoteInput(input)} tells nobody why; ${WORKS}` },
);
