import { isDocumentId } from '../../../platform/document-rules.ts';
import { quoteInput } from './printable.ts';
import { text } from './text.ts';

const WORKS = '`tipoff token list` shows the ids';

/** The id of an agent token. The id is not secret. */
export const TokenId = text({ what: 'a token id', maxLength: 100, works: WORKS })
  .refine((value) => /^[\w-]+$/.test(value) && isDocumentId(value), {
    error: ({ input }) => `${quoteInput(input)} is not a token id; ${WORKS}`,
  })
  .describe('the id of the token, not the token itself');

/** Returns the message about an id that belongs to no token. */
export function unknownTokenText(tokenId: string): string {
  return `The token ${quoteInput(tokenId)} does not exist; ${WORKS}.`;
}
