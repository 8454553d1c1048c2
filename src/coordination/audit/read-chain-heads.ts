import type { DocumentStore } from '../../platform/document-store.ts';
import type { Instant } from '../../platform/instant.ts';
import { AUDIT_HEADS } from './audit-record.ts';
import type { ChainHead } from './chain-head.ts';

/** Reads the heads of all audit chains, or only of those that grew after a given time. */
export async function readChainHeads(store: DocumentStore, after?: Instant): Promise<readonly ChainHead[]> {
  const found = await store.query(
    { collection: AUDIT_HEADS },
    after === undefined ? {} : { where: [['at', '>', after]] },
  );
  return found.map(({ data: { chain, seq, hash } }) => ({ chain, seq, hash }));
}
