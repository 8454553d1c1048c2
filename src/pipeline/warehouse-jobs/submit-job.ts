import { Unavailable } from '../../platform/unavailable.ts';
import type { Warehouse } from '../../platform/warehouse.ts';

export type SubmittedJob = { readonly type: 'succeeded' } | { readonly type: 'failed'; readonly message: string };

/** Submits a job under its id and, where the answer is unclear, asks the warehouse what became of it. Throws `Unavailable` while nobody knows. */
export async function submitJob(
  warehouse: Warehouse,
  jobId: string,
  submit: (jobId: string) => Promise<void>,
): Promise<SubmittedJob> {
  try {
    await submit(jobId);
    return { type: 'succeeded' };
  } catch (error) {
    const after = await warehouse.job(jobId);
    if (after.state === 'succeeded') return { type: 'succeeded' };
    if (after.state === 'failed') return { type: 'failed', message: after.message };
    if (error instanceof Unavailable) throw error;
    return { type: 'failed', message: error instanceof Error ? error.message : 'the job failed' };
  }
}
