import * as z from 'zod';
import type { AuditRecord } from '../../coordination/audit/audit-record.ts';
import { askerOf } from '../../coordination/audit/trail.ts';

/** A record as one short row. */
export const AuditLine = z.object({
  at: z.string(),
  who: z.string(),
  /** `lock.claimed` */
  did: z.string(),
  /** `service worker` */
  what: z.string(),
});
export type AuditLine = Readonly<z.infer<typeof AuditLine>>;

export function auditLine(record: AuditRecord): AuditLine {
  const { at, action, subject_kind, subject_id } = record;
  return { at: `${at.slice(0, 19)}Z`, who: askerOf(record), did: action, what: `${subject_kind} ${subject_id}` };
}
