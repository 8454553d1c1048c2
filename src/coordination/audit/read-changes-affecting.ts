import type { Condition, DocumentStore } from '../../platform/document-store.ts';
import type { Instant } from '../../platform/instant.ts';
import { GLOBAL } from '../deploy-locks/lock.ts';
import { AUDIT_RECORDS, type AuditRecord } from './audit-record.ts';
import { readAudit, type Subject } from './read-audit.ts';

const MOST_OF_EACH = 200;

export interface AffectingChanges {
  /** The newest first; of one subject at most 200. */
  readonly affecting: readonly AuditRecord[];
  /** How many other changes others made. */
  readonly others: number;
}

/**
 * What of the changes of others since a moment concerns a session. Each subject is read by itself, so what was done to it first is found
 * however much happened elsewhere. `own` are the changes of the session that count as what it touched.
 */
export async function readChangesAffecting(
  store: DocumentStore,
  session: string,
  { own, since }: { readonly own: readonly AuditRecord[]; readonly since: Instant },
): Promise<AffectingChanges> {
  const [found, all, ofSession] = await Promise.all([
    Promise.all(subjectsOf(session, own).map((subject) => readAudit(store, { subject, since, limit: MOST_OF_EACH }))),
    countSince(store, since, []),
    countSince(store, since, [['session', '==', session]]),
  ]);
  const concerns = found.flat().filter((record) => record.session !== session);
  const newestFirst = concerns.toSorted((a, b) => b.at.localeCompare(a.at) || b.seq - a.seq);
  return { affecting: newestFirst, others: Math.max(0, all - ofSession - concerns.length) };
}

/** A session is concerned by what is done to itself, to the lock of everything, and to anything it changed itself. */
function subjectsOf(session: string, own: readonly AuditRecord[]): readonly Subject[] {
  const always = [{ kind: 'session', id: session } as const, { kind: 'service', id: GLOBAL } as const];
  const changed = own.map(({ subject_kind, subject_id }) => ({ kind: subject_kind, id: subject_id }));
  const each = new Map([...always, ...changed].map((subject) => [`${subject.kind} ${subject.id}`, subject]));
  return [...each.values()];
}

function countSince(store: DocumentStore, since: Instant, of: readonly Condition<AuditRecord>[]): Promise<number> {
  return store.count({ collection: AUDIT_RECORDS }, [...of, ['at', '>', since]]);
}
