import * as z from 'zod';
import type { Collection, DocumentReads, DocumentRef } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';
import { UserText } from '../../platform/user-text.ts';

export const ApprovalState = z.enum(['pending', 'approved', 'cancelled', 'overtaken', 'expired']);

/** One person's approval. */
const Consent = z.object({ name: UserText, id: z.string().nullable(), at: Instant });
export type Consent = Readonly<z.infer<typeof Consent>>;

/**
 * A request for approval. It stores the parameters of the requested operation, because a Slack button carries only the
 * request's id.
 */
export const Approval = z.object({
  approval_id: z.string(),
  kind: z.literal('force-complete'),
  batch_id: z.string(),
  game_date: z.string(),
  generation: z.number().int(),
  state: ApprovalState,
  requested_by: UserText,
  /** The session that made the request; null in documents from before sessions existed. */
  requested_session: z.string().nullable().default(null),
  /** The displayed name of the session that got the request by a handoff; null if `requested_by` still has it. */
  handed_to: UserText.nullable().default(null),
  requested_at: Instant,
  /** The names or ids of the people who may decide; null when every person may. */
  allowed: z.array(UserText).nullable().default(null),
  /** How many different people must approve. A single cancellation ends the request. */
  needed: z.number().int().positive().default(1),
  consents: z.array(Consent).default([]),
  /**
   * The revision of the request. It rises when fewer players have an outcome than the card showed. Approvals of the old card are then
   * ignored.
   */
  edition: z.number().int().default(1),
  /** The people whose approval became invalid when the request got a new revision. They may approve again. */
  lapsed: z.array(UserText).default([]),
  /** Nobody can decide the request after this time; null in documents written before this field existed. */
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

/** The newest approval request of a batch; undefined if there is none. */
export async function approvalOf(
  reads: DocumentReads,
  { approval_id }: { readonly approval_id: string | null },
): Promise<Approval | undefined> {
  return approval_id === null ? undefined : (await reads.get(approvalRef(approval_id)))?.data;
}
