import type { DuckDBConnection } from '@duckdb/node-api';
import { errorText } from '../error-text.ts';
import type { WarehouseJobState } from '../warehouse.ts';
import { DISK_IS_FULL } from './duckdb-problem.ts';
import { inTransaction } from './duckdb-transaction.ts';

const RECORD = 'INSERT OR REPLACE INTO tipoff_meta.jobs (job_id, message) VALUES ($jobId, $message)';

/** Reads the recorded state of a warehouse job. Only the record of a failed job has a message. */
export async function stateOfJob(connection: DuckDBConnection, jobId: string): Promise<WarehouseJobState> {
  const result = await connection.runAndReadAll('SELECT message FROM tipoff_meta.jobs WHERE job_id = $jobId', {
    jobId,
  });
  const [row] = result.getRowsJson();
  if (row === undefined) return { state: 'absent' };
  const [message] = row;
  return message === null ? { state: 'succeeded' } : { state: 'failed', message: String(message) };
}

/**
 * Runs the statements of a warehouse job (`effect`) unless the job has already succeeded. The success is recorded in
 * the same transaction as the effect. A full disk is not recorded as a failure: the job can run when there is space.
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
    if (!DISK_IS_FULL.test(errorText(error))) await recordFailure(connection, jobId, error);
    throw error;
  }
}

/**
 * Records that a warehouse job failed. If this record cannot be written, the job stays `absent`, which also means that
 * it had no effect.
 */
async function recordFailure(connection: DuckDBConnection, jobId: string, cause: unknown): Promise<void> {
  await connection.run(RECORD, { jobId, message: errorText(cause) }).catch(() => undefined);
}
