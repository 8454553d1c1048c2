import { isDateText } from '../../../pipeline/dates/game-date.ts';
import { isDocumentId } from '../../../platform/document-rules.ts';
import { quoteInput } from './printable.ts';
import { text } from './text.ts';

/** An id of a batch has a digit or an underscore, so a part of a person's name is not taken for an id. */
const ID = /^(?=.*[\d_])[\w.:-]+$/;
const WORKS = 'write a batch id, as `tipoff batch list` shows it, or a game date such as 2026-02-05 or today';

/** The name of a batch: its id or a game date. A game date names the newest batch of that date. */
export const BatchOrDate = text({ what: 'a batch id or a game date', maxLength: 200, works: WORKS }).refine(
  (value) => (ID.test(value) && isDocumentId(value)) || isDateText(value),
  { error: ({ input }) => `${quoteInput(input)} is neither a batch id nor a game date; ${WORKS}` },
);
