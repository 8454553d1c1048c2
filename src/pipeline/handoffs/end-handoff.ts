import type { AuditContext } from '../../coordination/audit/audit-context.ts';
import { auditedTransaction } from '../../coordination/audit/open-audit.ts';
import type { Claimant } from '../../coordination/deploy-locks/lock.ts';
import { HANDOFFS, type Handoff, handoffAt, handoffRef } from '../../coordination/handoffs/handoff.ts';
import { handoffPosts } from '../../coordination/handoffs/handoff-card.ts';
import { mayWithdraw } from '../../coordination/handoffs/handoff-policy.ts';
import { enqueuePosts } from '../../coordination/outbox/post.ts';
import type { DocumentStore } from '../../platform/document-store.ts';

export type WithdrawAnswer =
  | { readonly type: 'withdrawn' | 'over' | 'not-allowed'; readonly handoff: Handoff }
  | { readonly type: 'unknown' };

/** Withdraws a pending handoff. A handoff that the caller has withdrawn before is withdrawn; any other end is `over`. */
export function withdrawHandoff(
  store: DocumentStore,
  { handoffId, caller }: { readonly handoffId: string; readonly caller: Claimant },
  auditContext: AuditContext,
): Promise<WithdrawAnswer> {
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const found = (await transaction.get(handoffRef(handoffId)))?.data;
    if (found === undefined) return { type: 'unknown' };
    const handoff = handoffAt(found, await transaction.now());
    if (!mayWithdraw(handoff, caller)) return { type: 'not-allowed', handoff };
    if (handoff.state === 'withdrawn') return { type: 'withdrawn', handoff };
    if (handoff.state !== 'pending') return { type: 'over', handoff };
    const withdrawn: Handoff = { ...handoff, state: 'withdrawn', withdrawn_by: caller };
    await enqueuePosts(transaction, handoffPosts(withdrawn));
    transaction.update(handoffRef(handoffId), { state: 'withdrawn', withdrawn_by: caller });
    audit.append({
      action: 'handoff.withdrawn',
      subject: { kind: 'handoff', id: handoffId },
      before: { state: 'pending' },
      after: { state: 'withdrawn' },
    });
    return { type: 'withdrawn', handoff: withdrawn };
  });
}

/** Ends the pending handoffs that nobody accepted in time, and updates their cards. Resolves to their ids. */
export async function expireHandoffs(store: DocumentStore, auditContext: AuditContext): Promise<readonly string[]> {
  const pending = await store.query({ collection: HANDOFFS }, { where: [['state', '==', 'pending']] });
  const now = await store.now();
  const overdue = pending.map(({ data }) => data).filter((handoff) => handoffAt(handoff, now).state === 'expired');
  const expired: string[] = [];
  for (const { handoff_id } of overdue) if (await expire(store, handoff_id, auditContext)) expired.push(handoff_id);
  return expired;
}

function expire(store: DocumentStore, handoffId: string, auditContext: AuditContext): Promise<boolean> {
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const found = (await transaction.get(handoffRef(handoffId)))?.data;
    if (found?.state !== 'pending') return false;
    await enqueuePosts(transaction, handoffPosts({ ...found, state: 'expired' }));
    transaction.update(handoffRef(handoffId), { state: 'expired' });
    audit.append({
      action: 'handoff.expired',
      subject: { kind: 'handoff', id: handoffId },
      before: { state: 'pending' },
      after: { state: 'expired' },
    });
    return true;
  });
}
