import type { ChainHead } from '../../../coordination/audit/chain-head.ts';
import { quoteInput } from './printable.ts';
import { text } from './text.ts';

const WORKS = 'write them as `tipoff audit heads` printed them, with commas between them';
const HEAD = /^([\w-]{1,100}):(\d{1,10}):([0-9a-f]{64})$/;

/** Heads of audit chains, as someone saved them outside the store. */
export const HeadsText = text({ what: 'heads', maxLength: 20_000, works: WORKS }).refine(
  (value) => value.split(',').every((head) => HEAD.test(head.trim())),
  { error: ({ input }) => `${quoteInput(input)} are not heads; ${WORKS}` },
);

export function parseHeads(heads: string): readonly ChainHead[] {
  return heads.split(',').flatMap((head) => {
    const [, chain, seq, hash] = HEAD.exec(head.trim()) ?? [];
    return chain === undefined || hash === undefined ? [] : [{ chain, seq: Number(seq), hash }];
  });
}
