import * as z from 'zod';

/**
 * What is wrong with a record or a chain of the audit log.
 * - `edited`: the record does not match its hash or the head of its chain.
 * - `damaged`: the record or head is not in the form that Tipoff writes.
 * - `misplaced`: the record is stored under another number.
 * - `missing`: no record has this number.
 * - `unlinked`: the record does not name the hash of the previous one.
 * - `unaccounted`: the record is newer than the chain's head, or the chain has no head.
 * - `rewritten`: the record's hash differs from a head that was kept outside the store, or that a later chain names.
 * - `unsigned`: the chain's head has no signature, and the chain is not from before signing began.
 * - `forged`: the signature of the chain's head is false.
 * - `unknown-key`: the chain's head was signed with a key that this machine does not have.
 * - `unanchored`: the store has signed heads, but this machine has no anchor. This fault belongs to no chain.
 */
export const AuditFault = z.object({
  chain: z.string(),
  seq: z.number(),
  fault: z.enum([
    'edited',
    'damaged',
    'misplaced',
    'missing',
    'unlinked',
    'unaccounted',
    'rewritten',
    'unsigned',
    'forged',
    'unknown-key',
    'unanchored',
  ]),
});
export type AuditFault = Readonly<z.infer<typeof AuditFault>>;
