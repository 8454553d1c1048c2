import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import * as z from 'zod';
import type { CollectionShape } from '../document-store.ts';
import { refusePendingMoves } from './pending-moves.ts';
import { newerStore, sqliteFailure } from './sqlite-failure.ts';
import { checkShapes, LAYOUT_VERSION, layOut } from './sqlite-layout.ts';

const BUSY_TIMEOUT_MS = 5_000;
/** A commit writes whole pages, a dozen for one audited change: larger ones take longer than the wait for the disk. */
const PAGE_BYTES = 4_096;
/** Beyond it the log goes into the file: seldom in a batch, and never for long. */
const LOG_BYTES = 16 * 1024 * 1024;
/** Holds all pages of one commit, so that none is written twice. */
const CACHE_KIB = 32_768;
const WAL_PAUSE_MS = 20;
const SELECT_TICK = "SELECT value FROM store_meta WHERE name = 'tick'";
const UPDATE_TICK = "UPDATE store_meta SET value = ? WHERE name = 'tick'";

const Tick = z.object({ value: z.number() });
const LayoutVersion = z.object({ user_version: z.number() });
const PageSize = z.object({ page_size: z.number() });
const JournalMode = z.object({ journal_mode: z.string() });

export interface SqliteOptions {
  readonly path: string;
  readonly collections: readonly CollectionShape[];
  /** Microseconds since 1970 by the machine's clock; it may run backwards. */
  readonly nowMicros: () => number;
}

/** Microseconds since 1970, higher at every call and than every one given in an earlier commit of any process. */
export type NextTick = () => number;

/** One SQLite file. It is opened by the first call that needs it; every failure of it comes out as `sqliteFailure` words it. */
export interface SqliteConnection {
  readonly path: string;
  prepare(sql: string): StatementSync;
  /** Runs reads, each of which sees the last commit before it. */
  reading<R>(read: () => R): R;
  /**
   * Runs writes that take effect together, when it returns. When `write` throws, nothing of it has happened. Who changes anything
   * takes a tick, for others tell by the last tick, which `write` is told too, whether anything has changed.
   */
  writing<R>(write: (nextTick: NextTick, lastTick: number) => R): R;
  /** The tick of the last commit. */
  lastTick(): number;
  /** The moment in microseconds: after the commit of this tick, and never before one it has told. */
  now(tick: number): number;
  /** Throws once the connection is closed. */
  close(): void;
}

export function sqliteConnection(options: SqliteOptions): SqliteConnection {
  checkShapes(options.collections);
  const { path, nowMicros } = options;
  const statements = new Map<string, StatementSync>();
  let database: DatabaseSync | undefined;
  let state: 'usable' | 'closed' = 'usable';
  let told = 0;

  function opened(): DatabaseSync {
    if (state === 'closed') throw new Error(`the store ${path} is closed`);
    database ??= open(options);
    return database;
  }

  function prepare(sql: string): StatementSync {
    const known = statements.get(sql);
    if (known) return known;
    const statement = opened().prepare(sql);
    statements.set(sql, statement);
    return statement;
  }

  function inTransaction<R>(work: () => R): R {
    try {
      opened();
      prepare('BEGIN IMMEDIATE').run();
      const result = work();
      prepare('COMMIT').run();
      return result;
    } catch (failure) {
      if (database?.isTransaction) database.exec('ROLLBACK');
      throw sqliteFailure(path, failure);
    }
  }

  const lastTick = () => Tick.parse(prepare(SELECT_TICK).get()).value;
  const after = (tick: number) => Math.max(Math.floor(nowMicros()), tick + 1, told);

  return {
    path,
    prepare,
    lastTick,
    reading: (read) => explained(path, read),
    writing: (write) =>
      inTransaction(() => {
        const before = lastTick();
        let tick = before;
        const result = write(() => {
          tick = after(tick);
          return tick;
        }, before);
        if (tick > before) prepare(UPDATE_TICK).run(tick);
        return result;
      }),
    now: (tick) => {
      told = after(tick);
      return told;
    },
    close: () => {
      state = 'closed';
      statements.clear();
      database?.close();
      database = undefined;
    },
  };
}

function explained<R>(path: string, read: () => R): R {
  try {
    return read();
  } catch (failure) {
    throw sqliteFailure(path, failure);
  }
}

function open({ path, collections }: SqliteOptions): DatabaseSync {
  mkdirSync(dirname(path), { recursive: true });
  refusePendingMoves(dirname(path));
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    const { user_version: version } = LayoutVersion.parse(database.prepare('PRAGMA user_version').get());
    if (version > LAYOUT_VERSION) throw newerStore(path, version);
    switchToWal(database);
    const { page_size: pageBytes } = PageSize.parse(database.prepare('PRAGMA page_size').get());
    database.exec(
      `PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = ${LOG_BYTES / pageBytes}; PRAGMA cache_size = -${CACHE_KIB}`,
    );
    layOut(database, collections);
    return database;
  } catch (failure) {
    database.close();
    throw failure;
  }
}

/** SQLite does not wait for a lock when it switches a file to WAL: it fails at once while another process switches. So this waits itself. */
function switchToWal(database: DatabaseSync): void {
  const giveUpAt = performance.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    const { journal_mode: mode } = JournalMode.parse(database.prepare('PRAGMA journal_mode').get());
    if (mode === 'wal') return;
    try {
      database.exec(`PRAGMA page_size = ${PAGE_BYTES}; PRAGMA journal_mode = WAL`);
      return;
    } catch (failure) {
      if (performance.now() > giveUpAt) throw failure;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAL_PAUSE_MS);
    }
  }
}
