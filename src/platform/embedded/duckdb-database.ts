import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { Log } from '../log.ts';
import type { Migration } from '../migration.ts';
import { applyMigrations } from './duckdb-migrations.ts';
import { duckdbProblem } from './duckdb-problem.ts';

const DEFAULT_MEMORY_LIMIT_MIB = 512;
const THREADS = 2;

export interface DuckdbFile {
  readonly path: string;
  readonly migrations: readonly Migration[];
  readonly log?: Log;
  /** What the engine may hold; beyond it the engine writes to the disk beside the file. */
  readonly memoryLimitMiB?: number;
}

export interface DuckdbDatabase {
  /** The one connection that writes. */
  readonly writer: DuckDBConnection;
  /** Lends a connection for reading; it comes back when nothing of its result is left to read. */
  borrow(): Promise<DuckDBConnection>;
  giveBack(connection: DuckDBConnection): Promise<void>;
  /** Writes everything into the one file and lets other processes have it. */
  close(): Promise<void>;
}

/**
 * Opens the file, creating it when absent, and brings its schema up to date. Throws a `Problem` when another process holds it, when it is
 * damaged or cannot be written.
 */
export async function openDuckdb(file: DuckdbFile): Promise<DuckdbDatabase> {
  try {
    await mkdir(dirname(file.path), { recursive: true });
    await removeUnborn(file.path);
    const instance = await DuckDBInstance.fromCache(file.path, settings(file));
    try {
      await removeLeftovers(file.path);
      const writer = await instance.connect();
      await writer.run("SET GLOBAL TimeZone = 'UTC'");
      await applyMigrations(writer, file);
      return lend(instance, writer, file);
    } catch (error) {
      instance.closeSync();
      throw error;
    }
  } catch (error) {
    throw duckdbProblem(error, file.path);
  }
}

function settings({ memoryLimitMiB = DEFAULT_MEMORY_LIMIT_MIB }: DuckdbFile): Record<string, string> {
  return {
    threads: String(THREADS),
    memory_limit: `${memoryLimitMiB}MiB`,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    preserve_insertion_order: 'false',
  };
}

function lend(instance: DuckDBInstance, writer: DuckDBConnection, { log }: DuckdbFile): DuckdbDatabase {
  const idle: DuckDBConnection[] = [];
  const lent = new Set<DuckDBConnection>();
  return {
    writer,
    async borrow() {
      const connection = idle.pop() ?? (await instance.connect());
      lent.add(connection);
      return connection;
    },
    async giveBack(connection) {
      if (!lent.delete(connection)) return;
      await endResult(connection);
      idle.push(connection);
    },
    async close() {
      for (const connection of lent) await endResult(connection);
      try {
        await writer.run('CHECKPOINT');
      } catch (error) {
        log?.warn({ error }, 'warehouse closed without a checkpoint; its log beside it holds what is missing in it');
      }
      for (const connection of [...lent, ...idle, writer]) connection.closeSync();
      lent.clear();
      instance.closeSync();
    },
  };
}

/** A result that was not read to its end keeps the file open, until its connection runs something else. */
async function endResult(connection: DuckDBConnection): Promise<void> {
  await connection.run('SELECT 1');
}

/** A process killed while it created the file leaves it empty, which DuckDB takes for damage. */
async function removeUnborn(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.size === 0) await rm(path);
}

/** Lines staged by a process that was killed. Nobody else uses them: the file is held by this process now. */
async function removeLeftovers(path: string): Promise<void> {
  const names = await readdir(dirname(path));
  for (const name of names.filter((other) => other.startsWith(`${basename(path)}.load-`)))
    await rm(join(dirname(path), name), { force: true });
}
