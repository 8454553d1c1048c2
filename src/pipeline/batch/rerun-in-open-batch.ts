import { type Approval, approvalOf } from '../../coordination/approvals/approval.ts';
import { revise } from '../../coordination/approvals/approval-policy.ts';
import { saveRevision } from '../../coordination/approvals/save-approval.ts';
import type { AuditContext } from '../../coordination/audit/audit-context.ts';
import { type Audit, auditedTransaction } from '../../coordination/audit/open-audit.ts';
import { enqueuePosts } from '../../coordination/outbox/post.ts';
import type { DocumentStore, Stored, Transaction } from '../../platform/document-store.ts';
import { instantFromDate } from '../../platform/instant.ts';
import { type BatchDocument, batchRef, type OpenBatch } from '../documents/batch-document.ts';
import { type PlayerDocument, playerRef, playersOf } from '../player/player-document.ts';
import { batchCardPosts } from './batch-card.ts';
import type { BatchDeps } from './batch-deps.ts';
import { refuseFormerOwner } from './batch-ownership.ts';
import { type Candidate, findCandidates } from './candidates.ts';
import { requestFields } from './player-request.ts';
import { requestMessage } from './publish-requests.ts';
import { readCardDetail } from './read-card-detail.ts';
import { rerunPolicy } from './rerun-policy.ts';

/**
 * The maximum number of players that one transaction requests again. If the batch is sealed between two transactions of
 * a larger re-run, the remaining players are refused.
 */
const PLAYERS_AT_ONCE = 500;

export type OpenBatchRerun =
  | { readonly type: 'requested'; readonly players: number }
  | ({ readonly type: 'refused' } & SealedRefusal);

/** Returns the reason why a sealed batch refuses to predict players again. */
export function becauseSealed(batch: BatchDocument | undefined): SealedRefusal {
  const by = batch?.state === 'consolidating' ? batch.forced_by : null;
  return by === null ? { because: 'consolidating' } : { because: 'approved', by };
}

type SealedRefusal =
  /** The re-run is refused because the batch was sealed after the caller read it. */
  { readonly because: 'consolidating' } | { readonly because: 'approved'; readonly by: string };

interface PlayersToRerun {
  readonly playerLookups: readonly string[];
  readonly auditContext: AuditContext;
}

/**
 * Requests players of an open batch again, each with a fresh input snapshot. The transaction also changes the batch
 * document, so it conflicts with a concurrent seal: either the seal or the re-run is refused.
 */
export async function rerunInOpenBatch(
  deps: BatchDeps,
  batch: OpenBatch,
  { playerLookups, auditContext }: PlayersToRerun,
): Promise<OpenBatchRerun> {
  const candidates = await findCandidates(
    deps.warehouse,
    { ...batch, now: instantFromDate(deps.now()) },
    playerLookups,
  );
  let requested = 0;
  for (let from = 0; from < playerLookups.length; from += PLAYERS_AT_ONCE) {
    const some = { playerLookups: playerLookups.slice(from, from + PLAYERS_AT_ONCE), auditContext };
    const decision = await requestAtOnce(deps.store, batch, { ...some, candidates });
    if (decision.type === 'refused') return decision;
    await deps.queue.publish(decision.players.map((player) => requestMessage(batch, player)));
    requested += decision.players.length;
  }
  return { type: 'requested', players: requested };
}

type RequestedAtOnce =
  | { readonly type: 'requested'; readonly players: readonly PlayerDocument[] }
  | Exclude<OpenBatchRerun, { readonly type: 'requested' }>;

function requestAtOnce(
  store: DocumentStore,
  { batch_id, generation }: OpenBatch,
  { playerLookups, auditContext, candidates }: PlayersToRerun & { readonly candidates: ReadonlyMap<string, Candidate> },
): Promise<RequestedAtOnce> {
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const batch = (await transaction.get(batchRef(batch_id)))?.data;
    refuseFormerOwner(batch, auditContext);
    if (batch?.state !== 'open' || batch.generation !== generation) return { type: 'refused', ...becauseSealed(batch) };
    const found = (await transaction.getAll(playersOf(batch_id), playerLookups)).filter(
      (player) => player !== undefined,
    );
    const request = await approvalOf(transaction, batch);
    const ruling = rerunPolicy(
      request,
      found.map(({ data }) => data.status),
    );
    if (request !== undefined && ruling === 'refuse') {
      return { type: 'refused', because: 'approved', by: request.decided_by ?? request.requested_by };
    }
    if (request !== undefined && ruling === 'rerun-and-void-approvals')
      await voidApprovals(store, { transaction, audit, batch, request, found });
    const players = found.map(({ data }) => {
      const fields = { ...requestFields(candidates.get(data.player_lookup)), attempt: data.attempt + 1 };
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
    return { type: 'requested', players };
  });
}

interface ChangedRequest {
  readonly transaction: Transaction;
  readonly audit: Audit;
  readonly batch: OpenBatch;
  readonly request: Approval;
  readonly found: readonly Stored<PlayerDocument>[];
}

/**
 * Starts a new revision of the approval request, which voids the earlier approvals. The card immediately shows the
 * smaller number of outcomes. Its list of missing players is updated when the batch counts its missing players again.
 */
async function voidApprovals(
  store: DocumentStore,
  { transaction, audit, batch, request, found }: ChangedRequest,
): Promise<void> {
  const lost = found.filter(({ data }) => data.status !== 'requested').length;
  const { done, unpredicted_total, ...detail } = await readCardDetail(store, batch);
  const shown = { ...detail, done: done - lost, unpredicted_total: unpredicted_total + lost };
  const revised = revise(request);
  const view = { approval: revised, detail: shown };
  await enqueuePosts(transaction, await batchCardPosts({ store, transaction }, batch, view));
  saveRevision({ transaction, audit }, request, revised);
}
