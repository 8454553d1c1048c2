import { headText } from '../../coordination/audit/chain-head.ts';
import { headsToPublish } from '../../coordination/audit/heads-to-publish.ts';
import type { DocumentStore } from '../../platform/document-store.ts';

/**
 * Returns the heads of the audit chains that got records in the last day, as one line. The line is empty if no chain
 * did.
 */
export async function newestHeads(store: DocumentStore): Promise<string> {
  const heads = await headsToPublish(store);
  return heads.map(headText).join(',');
}
