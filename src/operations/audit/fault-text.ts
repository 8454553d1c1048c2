import type { AuditFault } from '../../coordination/audit/audit-fault.ts';

/** Describes one fault of the audit log as a sentence. */
export function faultText({ chain, seq, fault }: AuditFault): string {
  const record = `Record ${seq} of chain ${chain}`;
  const head = `The head of chain ${chain}`;
  switch (fault) {
    case 'edited':
      return `${record} was edited.`;
    case 'damaged':
      return seq === 0 ? `${head} is damaged.` : `${record} is damaged.`;
    case 'misplaced':
      return `${record} is stored under the wrong number.`;
    case 'missing':
      return `${record} is missing.`;
    case 'unlinked':
      return `${record} does not contain the hash of the record before it.`;
    case 'unaccounted':
      return `${record} is not covered by the head of its chain.`;
    case 'rewritten':
      return `${record} does not match a hash of it that was saved earlier.`;
    case 'unsigned':
      return `${head} has no signature.`;
    case 'forged':
      return `${head} has an invalid signature.`;
    case 'unknown-key':
      return `${head} was signed with a key that this machine does not have. If the key was replaced, add the public key of the earlier one to the key file.`;
    case 'unanchored':
      return 'The file keys/audit.anchor in the data folder is missing, so Tipoff cannot tell whether chains were removed.';
  }
}
