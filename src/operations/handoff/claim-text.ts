import type { HandoffClaim } from '../../coordination/handoffs/handoff.ts';
import { Problem } from '../../platform/problem.ts';
import { quoteInput } from '../kit/input/printable.ts';
import { text } from '../kit/input/text.ts';
import { parseProof } from './proof.ts';

const SEPARATOR = /\s+::\s+/;
const WORKS =
  'write the claim, then :: and the read command that proves it, such as "The slate is ready :: batch status expects result = complete"';

/** A claim and its proof in one text: `claim :: proof`. */
export const ClaimText = text({ what: 'a claim', maxLength: 500, works: WORKS })
  .refine((value) => value.split(SEPARATOR).filter((part) => part.trim() !== '').length === 2, {
    error: ({ input }) => `${quoteInput(input)} has no proof; ${WORKS}`,
    abort: true,
  })
  .refine((value) => !value.includes('`'), {
    error: ({ input }) => `${quoteInput(input)} contains a backtick; ${WORKS}`,
  });

/** Splits the texts of claims. Throws a `Problem` `bad_input` for a proof that cannot be run. */
export function parseClaims(texts: readonly string[]): readonly HandoffClaim[] {
  return texts.map((written) => {
    const [claim = '', proof = ''] = written.trim().split(SEPARATOR);
    const parsed = parseProof(proof);
    if ('fault' in parsed) throw new Problem({ code: 'bad_input', message: `done: ${parsed.fault}` });
    return { claim, proof };
  });
}
