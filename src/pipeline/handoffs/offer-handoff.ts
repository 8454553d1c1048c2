import type { AuditContext } from '../../coordination/audit/audit-context.ts';
import { auditedTransaction } from '../../coordination/audit/open-audit.ts';
import type { LockDeps } from '../../coordination/deploy-locks/load-locks.ts';
import type { Claimant } from '../../coordination/deploy-locks/lock.ts';
import {
  type Addressee,
  type Handoff,
  handoffAt,
  handoffRef,
  newestHandoffRef,
  newHandoffId,
  type ProvedClaim,
} from '../../coordination/handoffs/handoff.ts';
import { handoffPosts } from '../../coordination/handoffs/handoff-card.ts';
import { enqueuePosts } from '../../coordination/outbox/post.ts';
import type { DocumentReads, Transaction } from '../../platform/document-store.ts';
import { laterBy } from '../../platform/instant.ts';
import { loadAllHeldBy } from './load-all-held-by.ts';

/** What an offer says. Its claims have been proved just before. */
export interface HandoffOffer {
  readonly from: Claimant;
  readonly offeredBy: Claimant;
  readonly addressedTo: Addressee;
  readonly summary: string;
  readonly done: readonly ProvedClaim[];
  readonly open: readonly string[];
  readonly ruledOut: readonly string[];
  readonly nextCommand: string | undefined;
  readonly expiresInMs: number;
}

export type OfferAnswer =
  | { readonly type: 'offered'; readonly handoff: Handoff }
  /** The session has a pending handoff, and a session has at most one. */
  | { readonly type: 'pending-already'; readonly handoff: Handoff };

/** Offers the work of a session to others and shows the offer in the channel. A repeated request gets the first offer again. */
export async function offerHandoff(
  deps: LockDeps,
  offer: HandoffOffer,
  auditContext: AuditContext,
): Promise<OfferAnswer> {
  const { from } = offer;
  const holds = await loadAllHeldBy(deps, from.session);
  const handoffId = newHandoffId(deps.newId());
  return auditedTransaction(deps.store, auditContext, async (transaction, audit) => {
    const newest = await readNewestHandoff(transaction, from.session);
    const now = await transaction.now();
    if (newest !== undefined && newest.request === auditContext.request) return { type: 'offered', handoff: newest };
    if (newest?.state === 'pending') return { type: 'pending-already', handoff: newest };
    const { request } = auditContext;
    const handoff: Handoff = {
      handoff_id: handoffId,
      state: 'pending',
      from,
      offered_by: offer.offeredBy,
      request,
      addressed_to: offer.addressedTo,
      summary: offer.summary,
      done: [...offer.done],
      open: [...offer.open],
      ruled_out: [...offer.ruledOut],
      next_command: offer.nextCommand ?? null,
      holds: [...holds],
      offered_at: now,
      expires_at: laterBy(now, offer.expiresInMs),
      accepted: null,
      withdrawn_by: null,
    };
    const isFirst = (await transaction.get(newestHandoffRef(from.session))) === undefined;
    await enqueuePosts(transaction, handoffPosts(handoff));
    transaction.create(handoffRef(handoffId), handoff);
    saveNewest(transaction, handoff, isFirst ? 'create' : 'update');
    audit.append({
      action: 'handoff.offered',
      subject: { kind: 'handoff', id: handoffId },
      before: null,
      after: { from: from.session, addressed_to: offer.addressedTo, holds, expires_at: handoff.expires_at },
    });
    return { type: 'offered', handoff };
  });
}

/** Reads the newest handoff of a session as it is now. Returns undefined if the session never offered one. */
export async function readNewestHandoff(reads: DocumentReads, session: string): Promise<Handoff | undefined> {
  const newest = (await reads.get(newestHandoffRef(session)))?.data;
  return newest === undefined ? undefined : await readHandoff(reads, newest.handoff_id);
}

/** Reads a handoff as it is now: an offer that nobody accepted in time is expired. */
export async function readHandoff(reads: DocumentReads, handoffId: string): Promise<Handoff | undefined> {
  const found = (await reads.get(handoffRef(handoffId)))?.data;
  return found === undefined ? undefined : handoffAt(found, await reads.now());
}

function saveNewest(
  transaction: Transaction,
  { from: { session }, handoff_id }: Handoff,
  how: 'create' | 'update',
): void {
  if (how === 'create') transaction.create(newestHandoffRef(session), { session, handoff_id });
  else transaction.update(newestHandoffRef(session), { handoff_id });
}
