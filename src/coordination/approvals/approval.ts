import * as z from 'zod';
import type { Collection, DocumentReads, DocumentRef } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';
import { UserText } from '../../platform/user-text.ts';

const ApprovalState = z.enum(['pending', 'approved', 'cancelled', 'overtaken', 'expired']);

/** One person's approval. */
const Consent = z.object({ name: UserText, id: z.string().nullable(), at: Instant });
export type Consent = Readonly<z.infer<typeof Consent>>;

/** A request for approval. Its parameters live here; a button carries only its id. */
export const Approval = z.object({
  approval_id: z.string(),
  kind: z.literal('force-complete'),
  batch_id: z.string(),
  game_date: z.string(),
  generation: z.number().int(),
  state: ApprovalState,
  requested_by: UserText,
  /** The session that made the request; null in documents older than sessions. */
  requested_session: z.string().nullable().default(null),
  requested_at: Instant,
  /** The people who may decide, by name or id; null where every person may. */
  allowed: z.array(UserText).nullable().default(null),
  /** How many different people have to approve. One cancellation is enough. */
  needed: z.number().int().positive().default(1),
  consents: z.array(Consent).default([]),
  /** The revision. It rises when fewer players are done than the card said, so approvals given on the old card are ignored. */
  edition: z.number().int().default(1),
  /** The people whose approval was dropped by a new revision. They may approve again. */
  lapsed: z.array(UserText).default([]),
  /** Nobody can decide it afterwards; null in documents older than this field. */
  expires_at: Instant.nullable().default(null),
  decided_by: UserText.nullable(),
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

/** The newest request for a batch, if there is one. */
export async function approvalOf(
  reads: DocumentReads,
  { approval_id }: { readonly approval_id: string | null },
): Promise<Approval | undefined> {
  return approval_id === null ? undefined : (await reads.get(approvalRef(approval_id)))?.data;
}
