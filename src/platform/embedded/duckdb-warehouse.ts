import type { DuckDBConnection } from '@duckdb/node-api';
import pLimit from 'p-limit';
import { errorText } from '../error-text.ts';
import { datasetOf } from '../table-ddl.ts';
import type { Statement, Warehouse } from '../warehouse.ts';
import type { CopyWarehouse } from './backup-folder.ts';
import { readContent } from './duckdb-content.ts';
import { copySnapshot, fixSnapshot } from './duckdb-copy.ts';
import { type DuckdbDatabase, type DuckdbFile, openDuckdb } from './duckdb-database.ts';
import { runDuckdbJob, stateOfJob } from './duckdb-jobs.ts';
import { loadFile, withStagedLines } from './duckdb-load.ts';
import type { DuckdbContent } from './duckdb-probe-protocol.ts';
import { duckdbProblem } from './duckdb-problem.ts';
import { readAllRows, readPages, withStatementName } from './duckdb-query.ts';
import { bindStatement } from './duckdb-statement.ts';

export interface DuckdbWarehouseOptions extends DuckdbFile {
  /** Returns the text of a SQL statement by the statement's name. Throws for an unknown name. */
  readonly statements: (name: string) => string;
}

export interface DuckdbWarehouse extends Warehouse {
  readonly copyTo: CopyWarehouse;
  /** Reads every value of the warehouse. `rowsById` is a query with two columns: an id and the number of its rows. */
  readonly readContent: (rowsById: string) => Promise<DuckdbContent>;
  /**
   * Makes the running statements fail. Call it only when the process ends at once, because a process with a running
   * statement cannot end.
   */
  interrupt(): void;
}

/**
 * A warehouse in one DuckDB file, which is opened at its first use. Only one process can have it open. Reads run while
 * a write runs.
 */
export function duckdbWarehouse(options: DuckdbWarehouseOptions): DuckdbWarehouse {
  const { path, statements } = options;
  const serially = pLimit(1);
  const { database, interrupt, forget } = openedOnce(options);
  const bound = (statement: Statement) => bindStatement(statement, statements(statement.sql));
  const mapped = async <R>(work: () => Promise<R>) => {
    try {
      return await work();
    } catch (error) {
      throw duckdbProblem(error, path);
    }
  };
  return {
    query: (statement, row) =>
      mapped(async () => withReader(await database(), (connection) => readAllRows(connection, bound(statement), row))),

    async *pages(statement, row) {
      const db = await database();
      const reader = await db.acquire();
      try {
        yield* readPages(reader, bound(statement), row);
      } catch (error) {
        throw duckdbProblem(error, path);
      } finally {
        await db.release(reader);
      }
    },

    execute: (statement, jobId) =>
      mapped(() =>
        serially(async () => {
          const { writer } = await database();
          const { name, sql, values, types } = bound(statement);
          await runDuckdbJob(writer, jobId, () => withStatementName(name, () => writer.run(sql, values, types)));
        }),
      ),

    load: (table, lines, jobId) =>
      mapped(async () => {
        const db = await database();
        if ((await withReader(db, (connection) => stateOfJob(connection, jobId))).state === 'succeeded') return;
        const load = (file: string) =>
          withStatementName(`load of ${table.name}`, () => loadFile(db.writer, table, file));
        await withStagedLines(path, lines, (file) => serially(() => runDuckdbJob(db.writer, jobId, () => load(file))));
      }),

    job: async (jobId) => withReader(await database(), (connection) => stateOfJob(connection, jobId)),

    tablesIn: (dataset) =>
      mapped(async () => withReader(await database(), (connection) => tableNames(connection, dataset))),

    drop: (table) => mapped(() => serially(async () => dropTable(await database(), table))),

    copyTo: async (target, atThatMoment) => copyTo(await database(), { path, serially, target, atThatMoment }),
    readContent: async (rowsById) => withReader(await database(), (connection) => readContent(connection, rowsById)),
    interrupt,
    close: () => serially(async () => (await forget())?.close()),
  };
}

/** Opens the database at its first use, and keeps it open until `forget` is called. */
function openedOnce(options: DuckdbWarehouseOptions) {
  let opening: Promise<DuckdbDatabase> | undefined;
  let opened: DuckdbDatabase | undefined;
  const open = async () => {
    opened = await openDuckdb(options);
    return opened;
  };
  return {
    database: () => {
      opening ??= open().catch((error: unknown) => {
        opening = undefined;
        throw error;
      });
      return opening;
    },
    interrupt: () => opened?.interrupt(),
    forget: () => {
      const closing = opening;
      opening = undefined;
      opened = undefined;
      return closing;
    },
  };
}

async function tableNames(connection: DuckDBConnection, dataset: string): Promise<readonly string[]> {
  const found = await connection.runAndReadAll(
    "SELECT table_schema || '.' || table_name FROM information_schema.tables WHERE table_schema = $1 ORDER BY 1",
    [dataset],
  );
  return found.getRowsJson().map(([name]) => String(name));
}

async function dropTable({ writer }: DuckdbDatabase, table: string): Promise<void> {
  datasetOf(table);
  await writer.run(`DROP TABLE IF EXISTS ${table}`);
}

interface CopyRequest {
  readonly path: string;
  readonly target: string;
  readonly serially: <R>(work: () => Promise<R>) => Promise<R>;
  readonly atThatMoment: () => void;
}

async function copyTo(db: DuckdbDatabase, { path, target, serially, atThatMoment }: CopyRequest) {
  try {
    return await withReader(db, async (connection) => {
      await serially(() => fixSnapshot(connection, atThatMoment));
      return await copySnapshot(connection, target);
    });
  } catch (error) {
    throw duckdbProblem(error, errorText(error).includes(target) ? target : path);
  }
}

async function withReader<R>(db: DuckdbDatabase, use: (connection: DuckDBConnection) => Promise<R>): Promise<R> {
  const reader = await db.acquire();
  try {
    return await use(reader.connection);
  } finally {
    await db.release(reader);
  }
}
