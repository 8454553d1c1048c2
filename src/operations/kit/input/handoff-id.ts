import { quoteInput } from './printable.ts';
import { text } from './text.ts';

const WORKS = '`tipoff handoff list` shows the ids';

/** The id of a handoff. */
export const HandoffId = text({ what: 'the id of a handoff', maxLength: 40, works: WORKS }).refine(
  (value) => /^handoff_[\w]+$/.test(value),
  { error: ({ input }) => `${quoteInput(input)} is not the id of a handoff; ${WORKS}` },
);
