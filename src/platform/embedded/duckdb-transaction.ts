import type { DuckDBConnection } from '@duckdb/node-api';

/** Runs `work` so that all of it takes effect or nothing. */
export async function inTransaction(connection: DuckDBConnection, work: () => Promise<void>): Promise<void> {
  await connection.run('BEGIN TRANSACTION');
  try {
    await work();
    await connection.run('COMMIT');
  } catch (error) {
    await rollback(connection, error);
    throw error;
  }
}

/** A COMMIT that failed has ended the transaction already. */
async function rollback(connection: DuckDBConnection, cause: unknown): Promise<void> {
  try {
    await connection.run('ROLLBACK');
  } catch (error) {
    if (!(error instanceof Error && /no transaction is active/i.test(error.message)))
      throw new Error('rollback failed', { cause: new AggregateError([cause, error]) });
  }
}
