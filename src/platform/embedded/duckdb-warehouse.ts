import type { DuckDBConnection } from '@duckdb/node-api';
import { errorText } from '../error-text.ts';
import { datasetOf } from '../table-ddl.ts';
import type { Statement, Warehouse } from '../warehouse.ts';
import type { CopyWarehouse } from './backup-folder.ts';
import { copySnapshot, fixSnapshot } from './duckdb-copy.ts';
import { type DuckdbDatabase, type DuckdbFile, openDuckdb } from './duckdb-database.ts';
import { runDuckdbJob, stateOfJob } from './duckdb-jobs.ts';
import { loadFile, withStagedLines } from './duckdb-load.ts';
import { duckdbProblem } from './duckdb-problem.ts';
import { naming, readAllRows, readPages } from './duckdb-query.ts';
import { bindStatement } from './duckdb-statement.ts';
import { oneAtATime } from './one-at-a-time.ts';

export interface DuckdbWarehouseOptions extends DuckdbFile {
  /** The SQL text of a statement, by its name. */
  readonly statements: (name: string) => string;
}

export interface DuckdbWarehouse extends Warehouse {
  readonly copyTo: CopyWarehouse;
}

/** A warehouse in one DuckDB file, opened at the first use. One process at a time can have it open; reads go on beside a write. */
export function duckdbWarehouse(options: DuckdbWarehouseOptions): DuckdbWarehouse {
  const { path, statements } = options;
  const inTurn = oneAtATime();
  let opened: Promise<DuckdbDatabase> | undefined;

  const database = () => {
    opened ??= openDuckdb(options).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
  const bound = (statement: Statement) => bindStatement(statement, statements(statement.sql));
  const explained = async <R>(work: () => Promise<R>) => {
    try {
      return await work();
    } catch (error) {
      throw duckdbProblem(error, path);
    }
  };
  return {
    query: (statement, row) =>
      explained(async () => lending(await database(), (connection) => readAllRows(connection, bound(statement), row))),

    async *pages(statement, row) {
      const db = await database();
      const reader = await db.borrow();
      try {
        yield* readPages(reader, bound(statement), row);
      } catch (error) {
        throw duckdbProblem(error, path);
      } finally {
        await db.giveBack(reader);
      }
    },

    execute: (statement, jobId) =>
      explained(() =>
        inTurn(async () => {
          const { writer } = await database();
          const { name, sql, values, types } = bound(statement);
          await runDuckdbJob(writer, jobId, () => naming(name, () => writer.run(sql, values, types)));
        }),
      ),

    load: (table, lines, jobId) =>
      explained(async () => {
        const db = await database();
        if ((await lending(db, (connection) => stateOfJob(connection, jobId))).state === 'succeeded') return;
        const load = (file: string) => naming(`load of ${table.name}`, () => loadFile(db.writer, table, file));
        await withStagedLines(path, lines, (file) => inTurn(() => runDuckdbJob(db.writer, jobId, () => load(file))));
      }),

    job: async (jobId) => lending(await database(), (connection) => stateOfJob(connection, jobId)),

    drop: (table) =>
      explained(() =>
        inTurn(async () => {
          datasetOf(table);
          await (await database()).writer.run(`DROP TABLE IF EXISTS ${table}`);
        }),
      ),

    copyTo: async (target, atThatMoment) => copyTo(await database(), { path, inTurn, target, atThatMoment }),

    close: () =>
      inTurn(async () => {
        const closing = opened;
        opened = undefined;
        await (await closing)?.close();
      }),
  };
}

interface CopyRequest {
  readonly path: string;
  readonly target: string;
  readonly inTurn: <R>(work: () => Promise<R>) => Promise<R>;
  readonly atThatMoment: () => void;
}

async function copyTo(db: DuckdbDatabase, { path, target, inTurn, atThatMoment }: CopyRequest) {
  try {
    return await lending(db, async (connection) => {
      await inTurn(() => fixSnapshot(connection, atThatMoment));
      return await copySnapshot(connection, target);
    });
  } catch (error) {
    throw duckdbProblem(error, errorText(error).includes(target) ? target : path);
  }
}

async function lending<R>(db: DuckdbDatabase, use: (connection: DuckDBConnection) => Promise<R>): Promise<R> {
  const reader = await db.borrow();
  try {
    return await use(reader.connection);
  } finally {
    await db.giveBack(reader);
  }
}
