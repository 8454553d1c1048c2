import { isDocumentId } from '../../../platform/document-rules.ts';
import { quoteInput } from './printable.ts';
import { text } from './text.ts';

const WORKS = '`tipoff batch list` shows the ids';

/** The id of a batch, as `batch list` shows it. */
export const BatchId = text({ what: 'a batch id', maxLength: 200, works: WORKS }).refine(
  (value) => /^[\w.:-]+$/.test(value) && isDocumentId(value),
  { error: ({ input }) => `${quoteInput(input)} is not a batch id; ${WORKS}` },
);
