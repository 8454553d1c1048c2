import * as z from 'zod';
import { callerName } from '../../coordination/audit/audit-context.ts';
import type { AuditRecord } from '../../coordination/audit/audit-record.ts';
import { UserText } from '../../platform/user-text.ts';

export const AuditLine = z.object({
  at: z.string(),
  who: UserText,
  /** `lock.claimed` */
  did: z.string(),
  /** `service worker` */
  what: z.string(),
});
export type AuditLine = Readonly<z.infer<typeof AuditLine>>;

export function auditLine(record: AuditRecord): AuditLine {
  const { at, action, subject_kind, subject_id } = record;
  return { at: `${at.slice(0, 19)}Z`, who: callerName(record), did: action, what: `${subject_kind} ${subject_id}` };
}
