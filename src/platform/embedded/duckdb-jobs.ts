import type { DuckDBConnection } from '@duckdb/node-api';
import { errorText } from '../error-text.ts';
import type { JobState } from '../warehouse.ts';
import { inTransaction } from './duckdb-transaction.ts';

const RECORD = 'INSERT OR REPLACE INTO tipoff_meta.jobs (job_id, message) VALUES ($jobId, $message)';

/** A job that succeeded has no message. */
export async function stateOfJob(connection: DuckDBConnection, jobId: string): Promise<JobState> {
  const result = await connection.runAndReadAll('SELECT message FROM tipoff_meta.jobs WHERE job_id = $jobId', {
    jobId,
  });
  const [row] = result.getRowsJson();
  if (row === undefined) return { state: 'absent' };
  const [message] = row;
  return message === null ? { state: 'succeeded' } : { state: 'failed', message: String(message) };
}

/**
 * Runs `effect` unless this job succeeded before. Its success is recorded in the transaction of the effect, so that neither is there
 * without the other.
 */
export async function runDuckdbJob(
  connection: DuckDBConnection,
  jobId: string,
  effect: () => Promise<unknown>,
): Promise<void> {
  if ((await stateOfJob(connection, jobId)).state === 'succeeded') return;
  try {
    await inTransaction(connection, async () => {
      await effect();
      await connection.run(RECORD, { jobId, message: null });
    });
  } catch (error) {
    await recordFailure(connection, jobId, error);
    throw error;
  }
}

/** Where even this cannot be written, on a full disk, the job stays absent: then, too, nothing of it happened. */
async function recordFailure(connection: DuckDBConnection, jobId: string, cause: unknown): Promise<void> {
  await connection.run(RECORD, { jobId, message: errorText(cause) }).catch(() => undefined);
}
