import { rm } from 'node:fs/promises';
import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import type * as z from 'zod';
import type { Log } from '../log.ts';
import { renderStatement } from '../sql-parameters.ts';
import { datasetOf } from '../table-ddl.ts';
import type { Statement, Warehouse } from '../warehouse.ts';
import { type DuckdbDatabase, type DuckdbFile, openDuckdb } from './duckdb-database.ts';
import { recordFailure, recordSuccess, stateOfJob } from './duckdb-jobs.ts';
import { loadFile, stageLines } from './duckdb-load.ts';
import { bindParameters } from './duckdb-parameters.ts';
import { duckdbProblem } from './duckdb-problem.ts';
import { rowsOf } from './duckdb-rows.ts';
import { inTransaction } from './duckdb-transaction.ts';

export interface DuckdbWarehouseOptions extends DuckdbFile {
  /** The SQL text of a statement, by its name. */
  readonly statements: (name: string) => string;
  readonly log?: Log;
}

/** A warehouse in one DuckDB file, opened at the first use. One process at a time can have it open. */
export function duckdbWarehouse(options: DuckdbWarehouseOptions): Warehouse {
  let opened: Promise<DuckdbDatabase> | undefined;
  let lastWrite: Promise<unknown> = Promise.resolve();

  const database = () => {
    opened ??= openDuckdb(options).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };

  const inTurn = <R>(write: () => Promise<R>): Promise<R> => {
    const turn = lastWrite.then(write, write);
    lastWrite = turn;
    return turn;
  };

  const prepared = (statement: Statement) => {
    const { sql: name, parameters = {}, tables = {} } = statement;
    const sql = renderStatement({ name, text: options.statements(name), parameters, tables }, '$');
    return { sql, ...bindParameters(parameters) };
  };

  async function* chunks(
    connection: DuckDBConnection,
    statement: Statement,
  ): AsyncIterable<{ chunk: DuckDBDataChunk; names: readonly string[] }> {
    const { sql, values, types } = prepared(statement);
    const result = await named(statement.sql, () => connection.stream(sql, values, types));
    const names = result.deduplicatedColumnNames();
    for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk())
      yield { chunk, names };
  }

  async function named<R>(name: string, run: () => Promise<R>): Promise<R> {
    try {
      return await run();
    } catch (error) {
      const problem = duckdbProblem(error, options.path);
      throw problem === error ? new Error(`statement ${name} failed: ${messageOf(error)}`, { cause: error }) : problem;
    }
  }

  const asJob = (jobId: string, effect: (connection: DuckDBConnection) => Promise<void>) =>
    inTurn(async () => {
      const { writer } = await database();
      if ((await stateOfJob(writer, jobId)).state === 'succeeded') return;
      try {
        await inTransaction(writer, async () => {
          await effect(writer);
          await recordSuccess(writer, jobId);
        });
      } catch (error) {
        await recordFailure(writer, jobId, messageOf(error));
        throw duckdbProblem(error, options.path);
      }
    });

  return {
    async query(statement, row) {
      const rows: z.infer<typeof row>[] = [];
      for await (const page of this.pages(statement, row)) rows.push(...page);
      return rows;
    },
    async *pages(statement, row) {
      const db = await database();
      const connection = await db.borrow();
      try {
        for await (const { chunk, names } of chunks(connection, statement))
          yield rowsOf(chunk, names).map((raw) => row.parse(raw));
      } finally {
        db.giveBack(connection);
      }
    },
    async execute(statement, jobId) {
      const { sql, values, types } = prepared(statement);
      await asJob(jobId, (connection) =>
        named(statement.sql, async () => void (await connection.run(sql, values, types))),
      );
    },
    async load(table, lines, jobId) {
      await database();
      const file = await stageLines(options.path, lines);
      try {
        await asJob(jobId, (connection) => loadFile(connection, table, file));
      } finally {
        await rm(file, { force: true });
      }
    },
    async job(jobId) {
      return (await database()).read((connection) => stateOfJob(connection, jobId));
    },
    async drop(table) {
      datasetOf(table);
      await inTurn(async () => (await database()).writer.run(`DROP TABLE IF EXISTS ${table}`));
    },
    async close() {
      await inTurn(async () => {
        const db = await opened;
        opened = undefined;
        await db?.close();
      });
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
