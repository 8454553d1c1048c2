import { type ChainHead, headFromText } from '../../../coordination/audit/chain-head.ts';
import { quoteInput } from './printable.ts';
import { text } from './text.ts';

const WORKS = 'copy the line that `tipoff audit heads` printed';

/** Heads of audit chains, as someone saved them outside the store. */
export const HeadsText = text({ what: 'heads', maxLength: 20_000, works: WORKS }).refine(
  (value) => value.split(',').every((head) => headFromText(head.trim()) !== undefined),
  { error: ({ input }) => `${quoteInput(input)} are not audit heads; ${WORKS}` },
);

export function parseHeads(heads: string): readonly ChainHead[] {
  return heads.split(',').flatMap((head) => headFromText(head.trim()) ?? []);
}
