import { APPROVALS, type Approval, approvalRef } from '../../coordination/approvals/approval.ts';
import type { Audit } from '../../coordination/audit/open-audit.ts';
import type { Claimant } from '../../coordination/deploy-locks/lock.ts';
import type { MovedThing } from '../../coordination/handoffs/handoff.ts';
import { nameOf } from '../../coordination/identity/actor.ts';
import type { Transaction } from '../../platform/document-store.ts';
import { handedOver } from '../batch/batch-ownership.ts';
import { BATCHES, batchRef, type CurrentBatch } from '../documents/batch-document.ts';

/** The ids of the approval requests and batches that a session may have. */
export interface NamedWork {
  readonly approvals: readonly string[];
  readonly batches: readonly string[];
}

/** The pending approval requests and the unfinished batches of a session, as a transaction has read them. */
export interface Work {
  readonly approvals: readonly Approval[];
  readonly batches: readonly CurrentBatch[];
  readonly things: readonly MovedThing[];
}

/** Reads the named requests and batches, and keeps those that the session still has. */
export async function readWork(transaction: Transaction, session: string, named: NamedWork): Promise<Work> {
  const approvals = (await transaction.getAll({ collection: APPROVALS }, named.approvals)).flatMap((found) =>
    found?.data.state === 'pending' && found.data.requested_session === session ? [found.data] : [],
  );
  const batches = (await transaction.getAll({ collection: BATCHES }, named.batches)).flatMap((found) =>
    found !== undefined && 'owner_session' in found.data && found.data.owner_session === session ? [found.data] : [],
  );
  const things = [
    ...approvals.map(({ approval_id: id }) => ({ kind: 'approval', id, token: null }) as const),
    ...batches.map(({ batch_id: id }) => ({ kind: 'batch', id, token: null }) as const),
  ];
  return { approvals, batches, things };
}

/** Gives approval requests and batches to another session, and records it. The people who decide see the same requests. */
export function moveWork(
  transaction: Transaction,
  audit: Audit,
  { work, to }: { readonly work: Work; readonly to: Claimant },
): void {
  const name = nameOf(to.acts_for === null ? to : { name: to.name, actsFor: to.acts_for });
  for (const { approval_id, requested_session } of work.approvals) {
    transaction.update(approvalRef(approval_id), { requested_session: to.session, handed_to: name });
    audit.append({
      action: 'approval.handed-over',
      subject: { kind: 'approval', id: approval_id },
      before: { requested_session },
      after: { requested_session: to.session },
    });
  }
  for (const batch of work.batches) {
    const ownership = handedOver(batch, { session: to.session, name });
    transaction.update(batchRef(batch.batch_id), { ...ownership, former_owners: [...ownership.former_owners] });
    audit.append({
      action: 'batch.handed-over',
      subject: { kind: 'batch', id: batch.batch_id },
      before: { owner_session: batch.owner_session },
      after: { owner_session: ownership.owner_session },
    });
  }
}
