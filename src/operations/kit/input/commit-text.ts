import { quoteInput } from './printable.ts';
import { text } from './text.ts';

const WORKS = 'write 7 to 40 hexadecimal digits of a commit';

/** A commit hash, complete or shortened. */
export const CommitText = text({ what: 'a commit', maxLength: 40, works: WORKS }).refine(
  (value) => /^[0-9a-f]{7,40}$/i.test(value.trim()),
  { error: ({ input }) => `${quoteInput(input)} is not a commit; ${WORKS}` },
);
