import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { Migration } from '../migration.ts';
import { applyMigrations } from './duckdb-migrations.ts';
import { duckdbProblem } from './duckdb-problem.ts';

const DEFAULT_MEMORY_LIMIT_MIB = 512;
const THREADS = 2;

export interface DuckdbFile {
  readonly path: string;
  readonly migrations: readonly Migration[];
  readonly memoryLimitMiB?: number;
}

export interface DuckdbDatabase {
  /** The one connection that writes. */
  readonly writer: DuckDBConnection;
  /** Lends a connection for reading. */
  read<R>(use: (connection: DuckDBConnection) => Promise<R>): Promise<R>;
  borrow(): Promise<DuckDBConnection>;
  giveBack(connection: DuckDBConnection): void;
  /** Writes everything into the one file and lets other processes have it. */
  close(): Promise<void>;
}

/** Opens the file, creating it when absent, and brings its schema up to date. Throws a `Problem` when another process holds it or it is damaged. */
export async function openDuckdb(file: DuckdbFile): Promise<DuckdbDatabase> {
  await mkdir(dirname(file.path), { recursive: true });
  const instance = await DuckDBInstance.create(file.path, {
    threads: String(THREADS),
    memory_limit: `${file.memoryLimitMiB ?? DEFAULT_MEMORY_LIMIT_MIB}MiB`,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    preserve_insertion_order: 'false',
  });
  try {
    const writer = await instance.connect();
    await writer.run("SET GLOBAL TimeZone = 'UTC'");
    await applyMigrations(writer, file.migrations);
    return lend(instance, writer);
  } catch (error) {
    instance.closeSync();
    throw duckdbProblem(error, file.path);
  }
}

function lend(instance: DuckDBInstance, writer: DuckDBConnection): DuckdbDatabase {
  const idle: DuckDBConnection[] = [];
  const borrow = async () => idle.pop() ?? (await instance.connect());
  const giveBack = (connection: DuckDBConnection) => {
    idle.push(connection);
  };
  return {
    writer,
    borrow,
    giveBack,
    async read(use) {
      const connection = await borrow();
      try {
        return await use(connection);
      } finally {
        giveBack(connection);
      }
    },
    async close() {
      await writer.run('CHECKPOINT');
      for (const connection of [...idle, writer]) connection.closeSync();
      instance.closeSync();
    },
  };
}
