import type { Condition, DocumentStore } from '../../platform/document-store.ts';
import type { Instant } from '../../platform/instant.ts';
import { AUDIT_RECORDS, type AuditRecord, type SubjectKind } from './audit-record.ts';

/** Records that match all that is given. The newest first. */
export interface AuditFilter {
  readonly session?: string;
  readonly subject?: { readonly kind: SubjectKind; readonly id: string };
  /** The name of who asked. */
  readonly actor?: string;
  readonly since?: Instant;
  readonly limit: number;
}

/** What was changed, read by an index and never as a whole. An actor is looked for among the newest thousand that match the rest. */
export async function readAudit(store: DocumentStore, filter: AuditFilter): Promise<readonly AuditRecord[]> {
  const { session, subject, actor, since, limit } = filter;
  const where: Condition<AuditRecord>[] = [
    ...(subject === undefined ? sessionIs(session) : subjectIs(subject)),
    ...(since === undefined ? [] : [['at', '>', since] as const]),
  ];
  const isNarrow = actor === undefined && (subject === undefined || session === undefined);
  const found = await store.query(
    { collection: AUDIT_RECORDS },
    { where, orderBy: ['at', 'desc'], limit: isNarrow ? limit : LOOKED_THROUGH },
  );
  return found
    .map(({ data }) => data)
    .filter((record) => actor === undefined || record.actor.name === actor)
    .filter((record) => session === undefined || record.session === session)
    .slice(0, limit);
}

const LOOKED_THROUGH = 1_000;

function sessionIs(session: string | undefined): readonly Condition<AuditRecord>[] {
  return session === undefined ? [] : [['session', '==', session]];
}

function subjectIs({ kind, id }: NonNullable<AuditFilter['subject']>): readonly Condition<AuditRecord>[] {
  return [
    ['subject_kind', '==', kind],
    ['subject_id', '==', id],
  ];
}
