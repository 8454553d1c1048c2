import { type Approval, approvalRef } from '../../coordination/approvals/approval.ts';
import type { AuditContext } from '../../coordination/audit/audit-context.ts';
import { type Audit, auditedTransaction } from '../../coordination/audit/open-audit.ts';
import { enqueuePosts } from '../../coordination/outbox/post.ts';
import type { DocumentStore, Stored, Transaction } from '../../platform/document-store.ts';
import { type PlayerDocument, playerRef, playersOf } from '../player/player-document.ts';
import { approvalPost } from './approval-card.ts';
import type { BatchDeps } from './batch-deps.ts';
import { batchRef, type OpenBatch } from './batch-document.ts';
import type { Candidate } from './candidate.ts';
import { requestMessage } from './publish-requests.ts';
import { readCardDetail } from './read-card-detail.ts';
import { findCandidates, requestedPlayer } from './request-again.ts';
import { rerunPolicy } from './rerun-policy.ts';

/** In one transaction: above that a re-run may be cut off by the end of the batch, and is refused for the rest. */
const TOGETHER = 500;

export type ReRequestDecision =
  | { readonly type: 'asked'; readonly players: number }
  /** Sealed meanwhile. */
  | { readonly type: 'refused'; readonly because: 'consolidating' }
  | { readonly type: 'refused'; readonly because: 'approved'; readonly by: string };

interface Asked {
  readonly playerLookups: readonly string[];
  readonly trail: AuditContext;
}

/**
 * Asks for players of an open batch again, each from a fresh snapshot. It is one change with the batch that is open: a batch that was sealed
 * is not reopened, and one that counted its players before is not sealed over these.
 */
export async function reRequestPlayers(
  deps: BatchDeps,
  batch: OpenBatch,
  { playerLookups, trail }: Asked,
): Promise<ReRequestDecision> {
  const candidates = await findCandidates(deps, batch, new Set(playerLookups));
  let asked = 0;
  for (let from = 0; from < playerLookups.length; from += TOGETHER) {
    const some = { playerLookups: playerLookups.slice(from, from + TOGETHER), trail };
    const decision = await askTogether(deps.store, batch, { ...some, candidates });
    if (decision.type === 'refused') return decision;
    await deps.queue.publish(decision.players.map((player) => requestMessage(batch, player)));
    asked += decision.players.length;
  }
  return { type: 'asked', players: asked };
}

type Together =
  | { readonly type: 'asked'; readonly players: readonly PlayerDocument[] }
  | Exclude<ReRequestDecision, { readonly type: 'asked' }>;

function askTogether(
  store: DocumentStore,
  { batch_id, generation }: OpenBatch,
  { playerLookups, trail, candidates }: Asked & { readonly candidates: ReadonlyMap<string, Candidate> },
): Promise<Together> {
  return auditedTransaction(store, trail, async (transaction, audit) => {
    const batch = (await transaction.get(batchRef(batch_id)))?.data;
    if (batch?.state !== 'open' || batch.generation !== generation)
      return { type: 'refused', because: 'consolidating' };
    const found = (await transaction.getAll(playersOf(batch_id), playerLookups)).filter(
      (player) => player !== undefined,
    );
    const request = await requestOf(transaction, batch);
    const weighed = rerunPolicy(
      request,
      found.map(({ data }) => data.status),
    );
    if (request !== undefined && weighed === 'refuse') {
      return { type: 'refused', because: 'approved', by: request.decided_by ?? request.requested_by };
    }
    if (request !== undefined && weighed === 'ask-and-lapse')
      await lapse(store, { transaction, audit, request, found });
    const players = found.map(({ data }) => {
      const fields = { ...requestedPlayer(candidates.get(data.player_lookup)), attempt: data.attempt + 1 };
      transaction.update(playerRef(batch_id, data.player_lookup), fields);
      return { ...data, attempt: fields.attempt };
    });
    const asked_again = batch.asked_again + 1;
    transaction.update(batchRef(batch_id), { asked_again });
    audit.append({
      action: 'batch.players_asked_again',
      subject: { kind: 'batch', id: batch_id },
      before: { state: batch.state, generation },
      after: { players: players.map(({ player_lookup }) => player_lookup), asked_again },
    });
    return { type: 'asked', players };
  });
}

async function requestOf(transaction: Transaction, { approval_id }: OpenBatch): Promise<Approval | undefined> {
  return approval_id === null ? undefined : (await transaction.get(approvalRef(approval_id)))?.data;
}

interface Lapse {
  readonly transaction: Transaction;
  readonly audit: Audit;
  readonly request: Approval;
  readonly found: readonly Stored<PlayerDocument>[];
}

/**
 * Makes another edition of the request, without what was consented to before. Its card names who is missing a moment later, when the batch
 * has counted them.
 */
async function lapse(store: DocumentStore, { transaction, audit, request, found }: Lapse): Promise<void> {
  const lapsed = [...new Set([...request.lapsed, ...request.consents.map(({ name }) => name)])];
  const lost = found.filter(({ data }) => data.status !== 'requested').length;
  const { done, unpredicted_total, ...detail } = await readCardDetail(store, request);
  const shown = { ...detail, done: done - lost, unpredicted_total: unpredicted_total + lost };
  const anew = { edition: request.edition + 1, consents: [], lapsed };
  await enqueuePosts(transaction, [approvalPost({ ...request, ...anew }, shown, null)]);
  transaction.update(approvalRef(request.approval_id), anew);
  audit.append({
    action: 'approval.changed',
    subject: { kind: 'approval', id: request.approval_id },
    before: { edition: request.edition, consents: request.consents.map(({ name }) => name) },
    after: { edition: anew.edition, consents: [], batch_id: request.batch_id },
  });
}
