import type { DuckDBConnection } from '@duckdb/node-api';
import type { JobState } from '../warehouse.ts';

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

/** In the transaction of the effect, so that neither is there without the other. */
export async function recordSuccess(connection: DuckDBConnection, jobId: string): Promise<void> {
  await connection.run('INSERT OR REPLACE INTO tipoff_meta.jobs (job_id, message) VALUES ($jobId, NULL)', { jobId });
}

export async function recordFailure(connection: DuckDBConnection, jobId: string, message: string): Promise<void> {
  await connection.run('INSERT OR REPLACE INTO tipoff_meta.jobs (job_id, message) VALUES ($jobId, $message)', {
    jobId,
    message,
  });
}
