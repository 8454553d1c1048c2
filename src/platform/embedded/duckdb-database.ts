import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance, type DuckDBResult } from '@duckdb/node-api';
import type { Log } from '../log.ts';
import type { Migration } from '../migration.ts';
import { readDuckdbLog } from './duckdb-log.ts';
import { applyMigrations } from './duckdb-migrations.ts';
import { duckdbProblem } from './duckdb-problem.ts';
import { refusePendingMoves } from './pending-moves.ts';

const DEFAULT_MEMORY_LIMIT_MIB = 512;
const DEFAULT_THREADS = 2;

export interface DuckdbFile {
  readonly path: string;
  readonly migrations: readonly Migration[];
  readonly log?: Log;
  /** What the engine may hold; beyond it the engine writes to the disk beside the file. */
  readonly memoryLimitMiB?: number;
  /** What it may work on at once. */
  readonly threads?: number;
}

/** A connection on loan. */
export interface DuckdbReader {
  readonly connection: DuckDBConnection;
  /** The result that is being read piece by piece; a result that was read to its end is none. */
  streaming: DuckDBResult | undefined;
}

export interface DuckdbDatabase {
  /** The one connection that writes. */
  readonly writer: DuckDBConnection;
  /** Lends a connection for reading. */
  borrow(): Promise<DuckdbReader>;
  giveBack(reader: DuckdbReader): Promise<void>;
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
    refusePendingMoves(dirname(file.path));
    await removeUnborn(file.path);
    await refuseBrokenLog(`${file.path}.wal`);
    const instance = await DuckDBInstance.fromCache(file.path, settings(file));
    const writer = await instance.connect();
    try {
      // Again, now that this process has the file: moves that began in between have seen it, or are seen here.
      refusePendingMoves(dirname(file.path));
      await removeLeftovers(file.path);
      await writer.run("SET GLOBAL TimeZone = 'UTC'");
      await applyMigrations(writer, file);
      return lend(instance, writer, file);
    } catch (error) {
      // A connection left to the garbage collector keeps the engine half alive, and who opens the file then waits for it without end.
      writer.closeSync();
      instance.closeSync();
      throw error;
    }
  } catch (error) {
    throw duckdbProblem(error, file.path);
  }
}

function settings({
  memoryLimitMiB = DEFAULT_MEMORY_LIMIT_MIB,
  threads = DEFAULT_THREADS,
}: DuckdbFile): Record<string, string> {
  return {
    threads: String(threads),
    memory_limit: `${memoryLimitMiB}MiB`,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    preserve_insertion_order: 'false',
    // Without them what a query has freed stays with the process until the next query allocates.
    allocator_background_threads: 'true',
    // A checkpoint in the middle of a batch costs it a quarter of a second; closing makes one.
    checkpoint_threshold: '256MiB',
  };
}

function lend(instance: DuckDBInstance, writer: DuckDBConnection, { log }: DuckdbFile): DuckdbDatabase {
  const idle: DuckdbReader[] = [];
  const lent = new Set<DuckdbReader>();
  return {
    writer,
    async borrow() {
      const reader = idle.pop() ?? { connection: await instance.connect(), streaming: undefined };
      lent.add(reader);
      return reader;
    },
    async giveBack(reader) {
      if (!lent.delete(reader)) return;
      await endStream(reader);
      idle.push(reader);
    },
    async close() {
      for (const reader of lent) await endStream(reader);
      try {
        await writer.run('CHECKPOINT');
      } catch (error) {
        log?.warn({ error }, 'warehouse closed without a checkpoint; its log beside it holds what is missing in it');
      }
      for (const { connection } of [...lent, ...idle, { connection: writer }]) connection.closeSync();
      lent.clear();
      instance.closeSync();
    },
  };
}

/** A result that is not read to its end, or to the error of an interruption, keeps the file from other processes. */
async function endStream(reader: DuckdbReader): Promise<void> {
  const { connection, streaming } = reader;
  if (streaming === undefined) return;
  reader.streaming = undefined;
  connection.interrupt();
  for (let rows = 1; rows > 0; ) rows = await streaming.fetchChunk().then((chunk) => chunk?.rowCount ?? 0, isOver);
}

function isOver(): number {
  return 0;
}

/** The engine would drop what follows a wrong length, without a word. */
async function refuseBrokenLog(path: string): Promise<void> {
  if (!existsSync(path)) return;
  const { after } = readDuckdbLog(await readFile(path));
  if (after === 'whole entries') throw new Error('damaged log: entries follow one whose length is wrong');
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
