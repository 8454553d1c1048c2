import type { AuditFault } from '../../coordination/audit/audit-fault.ts';

/** One fault as a sentence. */
export function faultText({ chain, seq, fault }: AuditFault): string {
  const record = `Record ${seq} of chain ${chain}`;
  const head = `The head of chain ${chain}`;
  switch (fault) {
    case 'edited':
      return `${record} was edited.`;
    case 'damaged':
      return seq === 0 ? `${head} is damaged.` : `${record} is damaged.`;
    case 'misplaced':
      return `${record} belongs to another place.`;
    case 'missing':
      return `${record} is missing.`;
    case 'unlinked':
      return `${record} does not follow from the record before it.`;
    case 'unaccounted':
      return `${record} is newer than the head of its chain.`;
    case 'rewritten':
      return `${record} differs from the head that was kept of it.`;
    case 'unsigned':
      return `${head} has no signature.`;
    case 'forged':
      return `${head} has a false signature.`;
    case 'unknown-key':
      return `${head} was signed with a key that this machine does not have. If the key was replaced, add the public key of the earlier one to the key file.`;
    case 'unanchored':
      return 'The file keys/audit.anchor in the data folder is gone, so removed chains cannot be found.';
  }
}
