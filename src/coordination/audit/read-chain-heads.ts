import type { DocumentStore } from '../../platform/document-store.ts';
import type { Instant } from '../../platform/instant.ts';
import type { ChainHead } from './chain-head.ts';
import { queryHeads } from './raw-audit.ts';

/** Reads the heads of all audit chains, or only of those that grew after a given time. */
export async function readChainHeads(store: DocumentStore, after?: Instant): Promise<readonly ChainHead[]> {
  const heads = await queryHeads(store, after === undefined ? {} : { where: [['at', '>', after]] });
  return heads.map(({ chain, seq, hash }) => ({ chain, seq, hash }));
}
