import { headText } from '../../coordination/audit/head.ts';
import { headsToKeep } from '../../coordination/audit/heads-to-keep.ts';
import type { DocumentStore } from '../../platform/document-store.ts';

/** The heads of the chains that grew within a day, in one line; empty if none grew. */
export async function newestHeads(store: DocumentStore): Promise<string> {
  const heads = await headsToKeep(store);
  return heads.map(headText).join(',');
}
