import { quoteInput } from './printable.ts';
import { text } from './text.ts';

const MIN_LENGTH = 3;

/** Why a caller takes a lock. Everyone who finds the lock held sees this text. */
export const LockReason = reasonText('describe in a few words what you are about to do');

/** A reason that other people read later. `works` says what to write; an error message ends with it. */
export function reasonText(works: string) {
  return text({ what: 'a reason', maxLength: 120, works }).refine((value) => value.trim().length >= MIN_LENGTH, {
    error: ({ input }) => `${quoteInput(input)} is too short to explain why; ${works}`,
  });
}
