import type { AuditRecord } from './audit-record.ts';

export interface Concerning {
  /** In the order they were given. */
  readonly concerns: readonly AuditRecord[];
  /** How many others there are. */
  readonly others: number;
}

/**
 * What of the changes of others concerns a session: what was done to the session itself, to anything it ever changed, and to the lock of
 * everything.
 */
export function whatConcerns(
  session: string,
  { own, all }: { readonly own: readonly AuditRecord[]; readonly all: readonly AuditRecord[] },
): Concerning {
  const touched = new Set([`session ${session}`, 'service global', ...own.map(subjectOf)]);
  const ofOthers = all.filter((record) => record.session !== session);
  const concerns = ofOthers.filter((record) => touched.has(subjectOf(record)));
  return { concerns, others: ofOthers.length - concerns.length };
}

function subjectOf({ subject_kind, subject_id }: AuditRecord): string {
  return `${subject_kind} ${subject_id}`;
}
