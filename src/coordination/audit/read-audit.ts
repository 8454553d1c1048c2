import type { Condition, DocumentStore } from '../../platform/document-store.ts';
import type { Instant } from '../../platform/instant.ts';
import { InvalidDocument } from '../../platform/invalid-document.ts';
import { Problem } from '../../platform/problem.ts';
import { AUDIT_RECORDS, type AuditRecord, type SubjectKind } from './audit-record.ts';

export interface Subject {
  readonly kind: SubjectKind;
  readonly id: string;
}

export type AuditFilter = ({ readonly session?: string } | { readonly subject: Subject }) & {
  readonly since?: Instant;
  readonly limit: number;
};

/** Reads at most `limit` audit records, newest first, through an index. */
export async function readAudit(store: DocumentStore, filter: AuditFilter): Promise<readonly AuditRecord[]> {
  const { since, limit } = filter;
  const where: Condition<AuditRecord>[] = [
    ...('subject' in filter ? subjectIs(filter.subject) : sessionIs(filter.session)),
    ...(since === undefined ? [] : [['at', '>', since] as const]),
  ];
  const query = { where, orderBy: ['at', 'desc'], limit } as const;
  const found = await store.query({ collection: AUDIT_RECORDS }, query).catch((error: unknown) => {
    throw error instanceof InvalidDocument ? damagedRecord(error) : error;
  });
  return found.map(({ data }) => data);
}

function damagedRecord(invalid: InvalidDocument): Problem {
  const message = `The audit record ${invalid.path} is damaged, so the audit log cannot be shown. Run \`tipoff audit verify\` to see every fault.`;
  return new Problem({ code: 'tampered', message, cause: invalid });
}

function sessionIs(session: string | undefined): readonly Condition<AuditRecord>[] {
  return session === undefined ? [] : [['session', '==', session]];
}

function subjectIs({ kind, id }: Subject): readonly Condition<AuditRecord>[] {
  return [
    ['subject_kind', '==', kind],
    ['subject_id', '==', id],
  ];
}
