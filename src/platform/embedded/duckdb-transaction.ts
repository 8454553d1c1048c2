import type { DuckDBConnection } from '@duckdb/node-api';

/** Runs `work` in a DuckDB transaction, which is committed when `work` returns and rolled back when it throws. */
export async function inTransaction(connection: DuckDBConnection, work: () => Promise<void>): Promise<void> {
  await connection.run('BEGIN TRANSACTION');
  try {
    await work();
    await connection.run('COMMIT');
  } catch (error) {
    await rollback(connection);
    throw error;
  }
}

async function rollback(connection: DuckDBConnection): Promise<void> {
  try {
    await connection.run('ROLLBACK');
  } catch (error) {
    const isAlreadyRolledBack = error instanceof Error && /no transaction is active/i.test(error.message);
    if (!isAlreadyRolledBack) throw error;
  }
}
