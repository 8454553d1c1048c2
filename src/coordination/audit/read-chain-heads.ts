import type { DocumentStore } from '../../platform/document-store.ts';
import type { Instant } from '../../platform/instant.ts';
import type { ChainHead } from './chain-head.ts';
import { queryHeads } from './raw-audit.ts';

/** The heads of all chains, or of those that grew after a moment. */
export async function readChainHeads(store: DocumentStore, after?: Instant): Promise<readonly ChainHead[]> {
  const heads = await queryHeads(store, after === undefined ? {} : { where: [['at', '>', after]] });
  return heads.map(({ chain, seq, hash }) => ({ chain, seq, hash }));
}
