import { quoteInput } from './printable.ts';
import { text } from './text.ts';

const MIN_LENGTH = 3;
const WORKS = 'describe in a few words what you are about to do';

/** Why a caller takes a lock. Everyone who finds the lock held sees this text. */
export const LockReason = text({ what: 'a reason', maxLength: 120, works: WORKS }).refine(
  (value) => value.trim().length >= MIN_LENGTH,
  { error: ({ input }) => `${quoteInput(input)} is too short to explain why; ${WORKS}` },
);
