import type { DocumentStore } from '../../platform/document-store.ts';
import { type Instant, laterBy } from '../../platform/instant.ts';
import { auditRecordRef } from './audit-record.ts';
import { type ChainHead, headText } from './chain-head.ts';
import { readChainHeads } from './read-chain-heads.ts';

const DAY_MS = 24 * 60 * 60_000;

/**
 * Selects the audit heads to keep outside the store: those of the chains that grew within the last day. A head that
 * another selected chain already names in its first record is left out.
 */
export async function headsToPublish(store: DocumentStore): Promise<readonly ChainHead[]> {
  const since: Instant = laterBy(await store.now(), -DAY_MS);
  const heads = await readChainHeads(store, since);
  const firsts = await Promise.all(heads.map(({ chain }) => store.get(auditRecordRef(chain, 1))));
  const named = new Set(firsts.flatMap((first) => first?.data.others ?? []).map(headText));
  return heads.filter((head) => !named.has(headText(head)));
}
