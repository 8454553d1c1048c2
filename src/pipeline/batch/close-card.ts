import { type Approval, approvalOf, approvalRef } from '../../coordination/approvals/approval.ts';
import type { Audit } from '../../coordination/audit/open-audit.ts';
import { resolve } from '../../coordination/incidents/incident-policy.ts';
import { type IncidentWrites, writeIncident } from '../../coordination/incidents/save-incident.ts';
import type { NewPost } from '../../coordination/outbox/post.ts';
import type { DocumentStore, Transaction } from '../../platform/document-store.ts';
import type { Instant } from '../../platform/instant.ts';
import type { BatchResult, CurrentBatch } from '../documents/batch-document.ts';
import type { CardDetail } from './approval-card.ts';
import { cardPostsOf } from './batch-card.ts';
import { readShownStall, type ShownStall } from './shown-stall.ts';

const OVERTAKEN = 'overtaken';

export interface ClosedCard {
  readonly posts: readonly NewPost[];
  /** Writes the new states of the request and the incident. Call this function after all reads of the transaction. */
  readonly write: (audit: Audit) => void;
}

interface Closing {
  readonly store: DocumentStore;
  readonly readCard: () => Promise<CardDetail>;
  /** How the batch ended, and the result as its card shows it; null when the batch is sealed and still has to end. */
  readonly ended: { readonly result: BatchResult; readonly outcome: string } | null;
}

/**
 * Closes the force-complete request and the stall of a batch. When the batch is sealed, a pending request becomes
 * `overtaken`, so that nobody can decide it any longer. When the batch ends, its stall ends too, and the card shows the
 * result. Most batches have neither, so `readCard` is called only if there is a card to update.
 */
export async function closeCard(
  transaction: Transaction,
  batch: CurrentBatch,
  { store, readCard, ended }: Closing,
): Promise<ClosedCard> {
  const found = await approvalOf(transaction, batch);
  const request = found?.state === 'cancelled' || found?.state === 'expired' ? undefined : found;
  const stall = await readShownStall(transaction, batch);
  if (request === undefined && stall === undefined) return { posts: [], write: () => undefined };
  const approval = request?.state === 'pending' ? ({ ...request, state: OVERTAKEN } as const) : request;
  const detail = await readCard();
  const now = await transaction.now();
  const closed = ended === null ? stall : withResolvedIncident(stall, now);
  const end = ended === null ? undefined : { how: ended.result, done: detail.done, ended_at: now };
  const view = { approval, detail, outcome: ended?.outcome ?? null, end };
  return {
    posts: await cardPostsOf(store, batch, { stall: closed, view }),
    write: (audit) => {
      if (request?.state === 'pending') overtake({ transaction, audit }, request);
      saveIncidentOf({ transaction, audit }, stall, closed);
    },
  };
}

/** The stall with its incident resolved, because the batch has ended or makes progress again. */
export function withResolvedIncident<S extends ShownStall | undefined>(stall: S, now: Instant): S {
  if (stall?.incident === undefined) return stall;
  return { ...stall, incident: resolve(stall.incident, null, now).incident };
}

/** Saves the incident of a stall if it has changed. */
export function saveIncidentOf(
  writes: IncidentWrites,
  before: ShownStall | undefined,
  after: ShownStall | undefined,
): void {
  if (after?.incident === undefined || after.incident === before?.incident) return;
  writeIncident(writes, { before: before?.incident, after: after.incident });
}

function overtake({ transaction, audit }: IncidentWrites, { approval_id, batch_id, state }: Approval): void {
  transaction.update(approvalRef(approval_id), { state: OVERTAKEN });
  audit.append({
    action: 'approval.overtaken',
    subject: { kind: 'approval', id: approval_id },
    before: { state },
    after: { state: OVERTAKEN, batch_id },
  });
}
