import type { AuditContext } from '../../coordination/audit/audit-context.ts';
import type { CurrentBatch } from '../documents/batch-document.ts';
import type { BatchDeps } from './batch-deps.ts';
import { readTableCounts } from './consolidate-batch.ts';
import { countOutcomes } from './count-outcomes.ts';
import { endBatch } from './finish-batch.ts';
import { readCardDetail } from './read-card-detail.ts';

/** A batch in a state in which its current generation has not published any predictions. */
export type AbandonableBatch = Extract<CurrentBatch, { state: 'preparing' | 'open' | 'failed' }>;

/**
 * Ends a batch without publishing anything of its current generation, and frees the game date for another batch. Rows
 * that an earlier generation published stay active. The result is `superseded` when the batch has advanced since the
 * caller read it; then nothing is abandoned.
 */
export async function abandonBatch(
  deps: BatchDeps,
  batch: AbandonableBatch,
  { auditContext, reason }: { readonly auditContext: AuditContext; readonly reason: string },
): Promise<'abandoned' | 'superseded'> {
  const outcomes = await countOutcomes(deps.store, batch.batch_id);
  const counts = await readTableCounts(deps, batch);
  const changed = await endBatch(deps, batch, {
    end: {
      ...{ ...outcomes, ...counts, closed_games: [], failed_checks: [] },
      ...{ result: 'abandoned', abandoned_because: reason },
    },
    card: await readCardDetail(deps.store, batch),
    outcome: 'abandoned',
    recordedAs: { auditContext, action: 'batch.abandoned' },
  });
  return changed === 'changed' ? 'abandoned' : 'superseded';
}
