import type { Condition, DocumentStore } from '../../platform/document-store.ts';
import type { Instant } from '../../platform/instant.ts';
import { GLOBAL } from '../deploy-locks/lock.ts';
import { AUDIT_RECORDS, type AuditRecord } from './audit-record.ts';
import { readAudit, type Subject } from './read-audit.ts';

const MAX_PER_SUBJECT = 200;

export interface AffectingChanges {
  /** The audit records of the changes that affect the session, newest first; at most 200 for one subject. */
  readonly affecting: readonly AuditRecord[];
  /** The number of changes by other sessions that do not affect the session. */
  readonly others: number;
}

/**
 * Reads the changes by other sessions after a given time that affect this session. These are changes to the session itself, to the global
 * lock, and to the subjects of its own changes in `own`. Each subject is read separately, so that frequent changes of one do not hide the
 * others.
 */
export async function readChangesAffecting(
  store: DocumentStore,
  session: string,
  { own, since }: { readonly own: readonly AuditRecord[]; readonly since: Instant },
): Promise<AffectingChanges> {
  const [found, all, ofSession] = await Promise.all([
    Promise.all(
      subjectsOf(session, own).map((subject) => readAudit(store, { subject, since, limit: MAX_PER_SUBJECT })),
    ),
    countSince(store, since, []),
    countSince(store, since, [['session', '==', session]]),
  ]);
  const affecting = found.flat().filter((record) => record.session !== session);
  const newestFirst = affecting.toSorted((a, b) => b.at.localeCompare(a.at) || b.seq - a.seq);
  return { affecting: newestFirst, others: Math.max(0, all - ofSession - affecting.length) };
}

function subjectsOf(session: string, own: readonly AuditRecord[]): readonly Subject[] {
  const always = [{ kind: 'session', id: session } as const, { kind: 'service', id: GLOBAL } as const];
  const changed = own.map(({ subject_kind, subject_id }) => ({ kind: subject_kind, id: subject_id }));
  const each = new Map([...always, ...changed].map((subject) => [`${subject.kind} ${subject.id}`, subject]));
  return [...each.values()];
}

function countSince(store: DocumentStore, since: Instant, of: readonly Condition<AuditRecord>[]): Promise<number> {
  return store.count({ collection: AUDIT_RECORDS }, [...of, ['at', '>', since]]);
}
