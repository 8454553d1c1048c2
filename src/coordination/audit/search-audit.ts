import type { DocumentStore } from '../../platform/document-store.ts';
import type { Instant } from '../../platform/instant.ts';
import type { AuditRecord } from './audit-record.ts';
import { readAudit, type Subject } from './read-audit.ts';

/** If no index covers an audit search, the search reads at most this many records. */
export const MAX_SEARCHED_RECORDS = 1_000;

/** The conditions of an audit search. A record must match all given conditions. */
export interface AuditSearch {
  readonly session?: string;
  readonly subject?: Subject;
  readonly actor?: string;
  readonly since?: Instant;
  readonly limit: number;
}

export interface AuditSearchResult {
  /** The newest first. */
  readonly records: readonly AuditRecord[];
  /** `newest`: the search covered only the newest thousand audit records, so older records may match as well. */
  readonly among: 'all' | 'newest';
}

/**
 * Finds audit records without ever reading the whole log. No index covers a search by actor, or by session and subject
 * together. Such a search filters the newest records that match the other conditions.
 */
export async function searchAudit(store: DocumentStore, search: AuditSearch): Promise<AuditSearchResult> {
  const { session, subject, actor, limit } = search;
  const since = search.since === undefined ? {} : { since: search.since };
  const indexed = { ...(subject === undefined ? sessionOf(search) : { subject }), ...since };
  if (actor === undefined && (subject === undefined || session === undefined)) {
    return { records: await readAudit(store, { ...indexed, limit }), among: 'all' };
  }
  const found = await readAudit(store, { ...indexed, limit: MAX_SEARCHED_RECORDS });
  const matching = found
    .filter((record) => actor === undefined || record.actor.name === actor)
    .filter((record) => session === undefined || record.session === session);
  return { records: matching.slice(0, limit), among: found.length < MAX_SEARCHED_RECORDS ? 'all' : 'newest' };
}

function sessionOf({ session }: AuditSearch): { readonly session?: string } {
  return session === undefined ? {} : { session };
}
