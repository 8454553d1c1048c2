import { callerName } from '../../coordination/audit/audit-context.ts';
import type { AuditRecord } from '../../coordination/audit/audit-record.ts';

/** An audit record as one short row. */
export interface AuditLine {
  readonly at: string;
  readonly who: string;
  /** `lock.claimed` */
  readonly did: string;
  /** `service worker` */
  readonly what: string;
}

export function auditLine(record: AuditRecord): AuditLine {
  const { at, action, subject_kind, subject_id } = record;
  return { at: `${at.slice(0, 19)}Z`, who: callerName(record), did: action, what: `${subject_kind} ${subject_id}` };
}
