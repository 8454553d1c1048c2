import { submitJob } from '../../platform/warehouse-job.ts';
import type { ConsolidatingBatch } from '../documents/batch-document.ts';
import type { BatchDeps } from './batch-deps.ts';
import { changeBatch } from './change-batch.ts';

const MAX_SUBMISSIONS = 3;

export type JobKind = 'load' | 'merge';
export type WarehouseJobDecision =
  | { readonly type: 'succeeded' }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'superseded' };

/**
 * Runs one warehouse job of a consolidation, which writes a sealed batch to the predictions table. The job's id is
 * stored before the job is submitted, so that the job's state can be looked up after a crash or a lost answer. A job is
 * submitted again, with a new id, only if it is known to have failed. A run submits a job at most three times.
 */
export async function runBatchJob(
  deps: Pick<BatchDeps, 'store' | 'warehouse'>,
  batch: ConsolidatingBatch,
  job: { readonly kind: JobKind; readonly submit: (jobId: string) => Promise<void> },
): Promise<WarehouseJobDecision> {
  const first = Math.max(1, job.kind === 'load' ? batch.load_job : batch.merge_job);
  return tryFrom(first, 1);

  async function tryFrom(number: number, submission: number): Promise<WarehouseJobDecision> {
    if ((await storeNumber(deps, batch, { kind: job.kind, number })) === 'superseded') return { type: 'superseded' };
    const jobId = `${batch.batch_id}-g${batch.generation}-${job.kind}-${number}`;
    const known = await deps.warehouse.job(jobId);
    if (known.state === 'succeeded') return { type: 'succeeded' };
    if (known.state === 'failed') return tryFrom(number + 1, submission);
    const submitted = await submitJob(deps.warehouse, jobId, job.submit);
    const isLast = submitted.type === 'succeeded' || submission === MAX_SUBMISSIONS;
    return isLast ? submitted : tryFrom(number + 1, submission + 1);
  }
}

function storeNumber(
  { store }: Pick<BatchDeps, 'store'>,
  batch: ConsolidatingBatch,
  { kind, number }: { kind: JobKind; number: number },
): Promise<'changed' | 'superseded'> {
  const expected = { batchId: batch.batch_id, state: 'consolidating', generation: batch.generation } as const;
  return changeBatch(store, expected, async () => (kind === 'load' ? { load_job: number } : { merge_job: number }));
}
