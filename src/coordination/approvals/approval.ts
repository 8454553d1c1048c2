import * as z from 'zod';
import type { Collection, DocumentRef } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';

const ApprovalState = z.enum(['pending', 'approved', 'cancelled', 'overtaken', 'expired']);

/** One person's yes. */
const Consent = z.object({ name: z.string(), id: z.string().nullable(), at: Instant });
export type Consent = Readonly<z.infer<typeof Consent>>;

/** A request that people decide. Its parameters live here; a button carries the id alone. */
export const Approval = z.object({
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
  /** Who may decide, by name or by id; null where every person may. */
  allowed: z.array(z.string()).nullable().default(null),
  /** How many different people have to say yes. One no is enough. */
  needed: z.number().int().positive().default(1),
  consents: z.array(Consent).default([]),
  /** Rises when less is done than its card said, so that a yes to what was shown before is none to this. */
  edition: z.number().int().default(1),
  /** Who said yes to what has changed since, and may say it anew. */
  lapsed: z.array(z.string()).default([]),
  /** Nobody can decide it from then on; null in documents of before requests expired. */
  expires_at: Instant.nullable().default(null),
  decided_by: z.string().nullable(),
  decided_at: Instant.nullable(),
});
export type Approval = z.infer<typeof Approval>;

export const APPROVALS: Collection<Approval> = {
  name: 'approvals',
  schema: Approval,
  indexes: [['state']],
  texts: [],
  times: ['requested_at', 'decided_at', 'expires_at'],
};

export function approvalRef(approvalId: string): DocumentRef<Approval> {
  return { collection: APPROVALS, id: approvalId };
}
