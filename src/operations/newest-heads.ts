import { readHeads } from '../coordination/audit/verify-audit.ts';
import type { DocumentStore } from '../platform/document-store.ts';
import { laterBy } from '../platform/instant.ts';
import { headText } from './input/audit-heads.ts';

const DAY_MS = 24 * 60 * 60_000;

/** The heads of the chains that grew within a day, in one line as they are kept elsewhere; empty when none did. */
export async function newestHeads(store: DocumentStore): Promise<string> {
  const heads = await readHeads(store, laterBy(await store.now(), -DAY_MS));
  return heads.map(headText).join(',');
}
