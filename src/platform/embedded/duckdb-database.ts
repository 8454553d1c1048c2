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
  /** The memory limit of DuckDB in MiB. Beyond this limit, DuckDB spills to the disk next to the warehouse file. */
  readonly memoryLimitMiB?: number;
  readonly threads?: number;
}

/** A read connection to the warehouse. It is kept in a pool and used again. */
export interface DuckdbReader {
  readonly connection: DuckDBConnection;
  /** The query result that this connection is reading, as long as it has unread rows. */
  streaming: DuckDBResult | undefined;
}

export interface DuckdbDatabase {
  /** The one connection that writes to the warehouse. */
  readonly writer: DuckDBConnection;
  /** Takes a read connection to the warehouse from the pool of connections. */
  acquire(): Promise<DuckdbReader>;
  release(reader: DuckdbReader): Promise<void>;
  /** Makes the running statements of all connections fail. */
  interrupt(): void;
  /** Writes all changes into the warehouse file, closes the file and releases its lock. */
  close(): Promise<void>;
}

/**
 * Opens the warehouse file, creates it when it does not exist, and applies the migrations. Throws a `Problem` when another process has the
 * file open, or when the file is damaged or cannot be written.
 */
export async function openDuckdb(file: DuckdbFile): Promise<DuckdbDatabase> {
  try {
    await mkdir(dirname(file.path), { recursive: true });
    refusePendingMoves(dirname(file.path));
    await removeEmptyFile(file.path);
    await refuseBrokenLog(`${file.path}.wal`);
    const instance = await DuckDBInstance.fromCache(file.path, settings(file));
    const writer = await instance.connect();
    try {
      // Checks again, now that the file is locked, that no restore or repair is unfinished. One may have begun before.
      refusePendingMoves(dirname(file.path));
      await removeStaleLoads(file.path);
      await writer.run("SET GLOBAL TimeZone = 'UTC'");
      await applyMigrations(writer, file);
      return readerPool(instance, writer, file);
    } catch (error) {
      // Without closing the connection, DuckDB would stay in memory, and opening the file again would never return.
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
    // Background threads of DuckDB return the memory of a finished query to the system immediately.
    allocator_background_threads: 'true',
    // A DuckDB checkpoint takes a quarter of a second, so a batch should not trigger one. `close` makes a checkpoint.
    checkpoint_threshold: '256MiB',
  };
}

function readerPool(instance: DuckDBInstance, writer: DuckDBConnection, { log }: DuckdbFile): DuckdbDatabase {
  const idle: DuckdbReader[] = [];
  const inUse = new Set<DuckdbReader>();
  return {
    writer,
    async acquire() {
      const reader = idle.pop() ?? { connection: await instance.connect(), streaming: undefined };
      inUse.add(reader);
      return reader;
    },
    async release(reader) {
      if (!inUse.delete(reader)) return;
      await endStream(reader);
      idle.push(reader);
    },
    interrupt() {
      for (const { connection } of [...inUse, { connection: writer }]) connection.interrupt();
    },
    async close() {
      for (const reader of inUse) await endStream(reader);
      try {
        await writer.run('CHECKPOINT');
      } catch (error) {
        log?.warn({ error }, 'warehouse closed without a checkpoint; its write-ahead log keeps the missing changes');
      }
      for (const { connection } of [...inUse, ...idle, { connection: writer }]) connection.closeSync();
      inUse.clear();
      instance.closeSync();
    },
  };
}

/** Interrupts a streamed result and reads it to its end. Otherwise DuckDB would keep the warehouse file open. */
async function endStream(reader: DuckdbReader): Promise<void> {
  const { connection, streaming } = reader;
  if (streaming === undefined) return;
  reader.streaming = undefined;
  connection.interrupt();
  for (let rows = 1; rows > 0; )
    rows = await streaming.fetchChunk().then((chunk) => chunk?.rowCount ?? 0, ignoreInterruption);
}

function ignoreInterruption(): number {
  return 0;
}

/**
 * Throws when the DuckDB log contains more entries after an entry with a wrong length, because DuckDB would silently
 * drop these entries.
 */
async function refuseBrokenLog(path: string): Promise<void> {
  if (!existsSync(path)) return;
  const { after } = readDuckdbLog(await readFile(path));
  if (after === 'whole entries')
    throw new Error('damaged log: an entry has a wrong length and other entries follow it');
}

/**
 * Deletes an empty warehouse file, which a process leaves when it is killed while it creates the file. DuckDB would
 * report an empty file as damaged.
 */
async function removeEmptyFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.size === 0) await rm(path);
}

/**
 * Deletes the files with rows to load that a killed process left behind. They are unused, because only this process has
 * the warehouse open.
 */
async function removeStaleLoads(path: string): Promise<void> {
  const names = await readdir(dirname(path));
  for (const name of names.filter((other) => other.startsWith(`${basename(path)}.load-`)))
    await rm(join(dirname(path), name), { force: true });
}
