import * as z from 'zod';
import type { Collection, DocumentRef } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';

export const ApprovalState = z.enum(['pending', 'approved', 'cancelled', 'overtaken']);
export type ApprovalState = z.infer<typeof ApprovalState>;

/** A request that a person decides. Its parameters live here; a button carries the id alone. */
const Approval = z.object({
  approval_id: z.string(),
  kind: z.literal('force-complete'),
  batch_id: z.string(),
  game_date: z.string(),
  generation: z.number().int(),
  state: ApprovalState,
  requested_by: z.string(),
  /** The session it was asked for by; null in documents of before there were sessions. */
  requested_session: z.string().nullable().default(null),
  requested_at: Instant,
  decided_by: z.string().nullable(),
  decided_at: Instant.nullable(),
});
export type Approval = z.infer<typeof Approval>;

export const APPROVALS: Collection<Approval> = {
  name: 'approvals',
  schema: Approval,
  indexes: [['requested_session']],
  texts: [],
  times: ['requested_at', 'decided_at'],
};

export function approvalRef(approvalId: string): DocumentRef<Approval> {
  return { collection: APPROVALS, id: approvalId };
}
