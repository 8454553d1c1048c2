import type { DocumentStore } from '../../platform/document-store.ts';
import { type Instant, laterBy } from '../../platform/instant.ts';
import { auditRecordRef } from './audit-record.ts';
import { type ChainHead, headText } from './chain-head.ts';
import { readChainHeads } from './read-chain-heads.ts';

const DAY_MS = 24 * 60 * 60_000;

/**
 * The chain heads to keep outside the store. Together they prove every chain that grew within the last day. If the first record of another
 * chain names a head, that head needs no copy. Every command starts a chain that names earlier chains, so few heads remain.
 */
export async function headsToPublish(store: DocumentStore): Promise<readonly ChainHead[]> {
  const since: Instant = laterBy(await store.now(), -DAY_MS);
  const heads = await readChainHeads(store, since);
  const firsts = await Promise.all(heads.map(({ chain }) => store.get(auditRecordRef(chain, 1))));
  const named = new Set(firsts.flatMap((first) => first?.data.others ?? []).map(headText));
  return heads.filter((head) => !named.has(headText(head)));
}
