import { quoteInput } from './printable.ts';
import { text } from './text.ts';

const WORKS = 'write a name such as `claude-7`, or an id from `tipoff session list`';

/** The id of a session, or the name of a new one. */
export const SessionName = text({ what: 'the name of a session', maxLength: 100, works: WORKS }).refine(
  (value) => /^[a-z0-9][\w.:-]*$/i.test(value),
  { error: ({ input }) => `${quoteInput(input)} is not the name of a session; ${WORKS}` },
);
