import { quoteInput } from './printable.ts';
import { text } from './text.ts';

const WORKS = 'the reply to `tipoff batch force-complete` contains it';

/** The id of a request for approval. */
export const ApprovalId = text({ what: 'an approval id', maxLength: 100, works: WORKS }).refine(
  (value) => /^[\w-]+$/.test(value),
  { error: ({ input }) => `${quoteInput(input)} is not an approval id; ${WORKS}` },
);
