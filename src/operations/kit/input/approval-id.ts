import { isDocumentId } from '../../../platform/document-rules.ts';
import { quoteInput } from './printable.ts';
import { text } from './text.ts';

const WORKS = 'copy it from the reply of `tipoff batch force-complete`';

/** The id of a request for approval. */
export const ApprovalId = text({ what: 'an approval id', maxLength: 100, works: WORKS }).refine(
  (value) => /^[\w-]+$/.test(value) && isDocumentId(value),
  { error: ({ input }) => `${quoteInput(input)} is not an approval id; ${WORKS}` },
);
