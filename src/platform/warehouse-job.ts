import { Unavailable } from './unavailable.ts';
import type { Warehouse } from './warehouse.ts';

export type SubmittedJob = { readonly type: 'succeeded' } | { readonly type: 'failed'; readonly message: string };

/**
 * Submits a warehouse job under its id. When the answer is lost, it reads the job's state. Throws `Unavailable` while
 * the state is unknown.
 */
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
