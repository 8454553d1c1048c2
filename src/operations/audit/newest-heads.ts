import { headText } from '../../coordination/audit/chain-head.ts';
import { headsToPublish } from '../../coordination/audit/heads-to-publish.ts';
import type { DocumentStore } from '../../platform/document-store.ts';

/** The heads of the audit chains that grew within a day, in one line; empty if none grew. */
export async function newestHeads(store: DocumentStore): Promise<string> {
  const heads = await headsToPublish(store);
  return heads.map(headText).join(',');
}
