import { approvalOf } from '../../coordination/approvals/approval.ts';
import { systemAuditContext } from '../../coordination/audit/audit-context.ts';
import { auditedTransaction } from '../../coordination/audit/open-audit.ts';
import { enqueuePosts } from '../../coordination/outbox/post.ts';
import { millisOf } from '../../platform/instant.ts';
import { batchRef, type UnfinishedBatch } from '../documents/batch-document.ts';
import { cardPostsOf } from './batch-card.ts';
import type { BatchDeps } from './batch-deps.ts';
import { saveIncidentOf, withResolvedIncident } from './close-card.ts';
import { readCardDetail } from './read-card-detail.ts';
import { readShownStall } from './shown-stall.ts';
import { stallLookRef } from './stall-look.ts';
import type { StallFacts } from './stall-policy.ts';

const AUTHOR = 'stall-check';

/**
 * Ends the stall of a batch in which players have finished since the newest alert. The card says that the batch makes
 * progress again, and the incident of the stall is resolved.
 */
export async function endStallAfterProgress(
  { store, audit: chain }: Pick<BatchDeps, 'store' | 'audit'>,
  batch: UnfinishedBatch,
  { progressedAt }: Pick<StallFacts, 'progressedAt'>,
): Promise<void> {
  const known = await readShownStall(store, batch);
  if (known === undefined || known.card.end !== null || progressedAt <= millisOf(known.card.progressed_at)) return;
  await auditedTransaction(store, systemAuditContext(chain, AUTHOR), async (transaction, audit) => {
    const current = (await transaction.get(batchRef(batch.batch_id)))?.data;
    const stall = await readShownStall(transaction, batch);
    if (current?.state !== 'open' || current.generation !== batch.generation) return;
    if (stall === undefined || stall.card.end !== null) return;
    const request = await approvalOf(transaction, current);
    const approval = request?.state === 'pending' ? request : undefined;
    const ended_at = await transaction.now();
    const detail = await readCardDetail(store, current);
    const closed = withResolvedIncident(stall, ended_at);
    const view = { approval, detail, end: { how: 'progress', done: detail.done, ended_at } } as const;
    await enqueuePosts(transaction, await cardPostsOf(store, current, { stall: closed, view }));
    transaction.update(stallLookRef(batch.batch_id), { alerted: null });
    saveIncidentOf({ transaction, audit }, stall, closed);
  });
}
