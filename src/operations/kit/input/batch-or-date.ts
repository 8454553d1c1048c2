import { isDocumentId } from '../../../platform/document-rules.ts';
import { quoteInput } from './printable.ts';
import { text } from './text.ts';

const WORKS = 'write a batch id, as `tipoff batch list` shows it, or a game date such as 2026-02-05 or today';

/** The name of a batch: its id or a game date. A game date names the newest batch of that date. */
export const BatchOrDate = text({ what: 'a batch id or a game date', maxLength: 200, works: WORKS }).refine(
  (value) => /^[\w.:-]+$/.test(value) && isDocumentId(value),
  { error: ({ input }) => `${quoteInput(input)} is neither a batch id nor a game date; ${WORKS}` },
);

/** Returns whether the text is a game date, written as a date or as `today` or `tomorrow`. */
export function isGameDateText(value: string): boolean {
  return /^(\d{4}-\d{2}-\d{2}|today|tomorrow)$/i.test(value);
}
