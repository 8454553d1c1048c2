import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import * as z from 'zod';
import type { CollectionShape } from '../document-store.ts';
import { lockWaiter } from './lock-waiter.ts';
import { refusePendingMoves } from './pending-moves.ts';
import { sqliteClock } from './sqlite-clock.ts';
import { isLocked, newerStore, sqliteFailure } from './sqlite-failure.ts';
import { checkShapes, LAYOUT_VERSION, updateLayout } from './sqlite-layout.ts';

const LOCK_WAIT_MS = 5_000;
/**
 * The page size of SQLite. A commit writes whole pages, about a dozen for one audited change. With larger pages the
 * writing takes longer than the fsync.
 */
const PAGE_BYTES = 4_096;
/**
 * The size of the write-ahead log at which SQLite makes a checkpoint. With this size, checkpoints are rare during a
 * batch, and each is short.
 */
const LOG_BYTES = 16 * 1024 * 1024;
/** The size of SQLite's page cache. It holds all pages of one commit, so that no page is written twice. */
const CACHE_KIB = 32_768;
const SELECT_TICK = "SELECT value FROM store_meta WHERE name = 'tick'";
/**
 * The SQL statement that stores the time of the latest commit. Only a repair of the store's clock may set this time
 * back.
 */
export const UPDATE_TICK = "UPDATE store_meta SET value = ? WHERE name = 'tick'";

const Tick = z.object({ value: z.number() });
const LayoutVersion = z.object({ user_version: z.number() });
const PageSize = z.object({ page_size: z.number() });
const JournalMode = z.object({ journal_mode: z.string() });

export interface SqliteOptions {
  readonly path: string;
  readonly collections: readonly CollectionShape[];
  /** The machine's clock, in microseconds since 1970. It may run backwards. */
  readonly nowMicros: () => number;
  /** The time in milliseconds that a call waits for another program's lock; 5 seconds by default. */
  readonly lockWaitMs?: number;
}

/**
 * Returns the time for a commit, called tick: microseconds since 1970, higher than the tick of every earlier commit of
 * any process. It is also the version of the documents that the commit writes.
 */
export type NextTick = () => number;

/**
 * One SQLite file, which is opened at its first use. `sqliteFailure` converts its errors. While another program has the
 * file locked, a call waits and runs its function again, so that function must not have side effects outside the store.
 */
export interface SqliteConnection {
  readonly path: string;
  /** Prepares a statement. Call this function only inside the callbacks of `reading`, `writing` and `inTransaction`. */
  prepare(sql: string): StatementSync;
  /** Runs a function that only reads. The function sees the latest commit. */
  reading<R>(read: () => R): Promise<R>;
  /**
   * Runs `write` in one transaction and commits when it returns. When `write` throws, nothing is changed. Every change
   * must call `nextTick`, which gives it a commit time. Other processes detect changes by the time of the latest
   * commit. `lastTick` is the time of the previous commit.
   */
  writing<R>(write: (nextTick: NextTick, lastTick: number) => R): Promise<R>;
  /**
   * Runs `work` in one transaction that gets no commit time. If `work` changes documents, it must itself set the time
   * of the latest commit.
   */
  inTransaction<R>(work: () => R): Promise<R>;
  /** The machine's clock, in microseconds since 1970. */
  machineNow(): number;
  /** The time of the latest commit, in microseconds since 1970. */
  lastTick(): number;
  /**
   * Returns the current time in microseconds. It is later than `tick`, the time of a commit. Unless the clock was
   * repaired, it is also later than all times returned before.
   */
  now(tick: number): number;
  /** Closes the connection. Every read or write after that throws. */
  close(): void;
}

export function sqliteConnection(options: SqliteOptions): SqliteConnection {
  checkShapes(options.collections);
  const { path } = options;
  const whenWritable = unlockedOrFailure(options);
  const clock = sqliteClock(options.nowMicros);
  const statements = new Map<string, StatementSync>();
  let database: DatabaseSync | undefined;
  let state: 'usable' | 'closed' = 'usable';

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

  function transactionOnce<R>(work: () => R): R {
    try {
      opened();
      prepare('BEGIN IMMEDIATE').run();
      const result = work();
      prepare('COMMIT').run();
      return result;
    } catch (failure) {
      if (database?.isTransaction) database.exec('ROLLBACK');
      throw failure;
    }
  }

  const inTransaction = <R>(work: () => R) => whenWritable(() => transactionOnce(work));

  const lastTick = () => Tick.parse(prepare(SELECT_TICK).get()).value;

  return {
    path,
    prepare,
    lastTick,
    // A lock of another program often stops only the writers, so reads and writes wait separately.
    reading: unlockedOrFailure(options),
    writing: (write) =>
      inTransaction(() => {
        const before = lastTick();
        let tick = before;
        const result = write(() => {
          tick = clock.after(tick);
          return tick;
        }, before);
        if (tick > before) prepare(UPDATE_TICK).run(tick);
        return result;
      }),
    inTransaction,
    machineNow: clock.machineNow,
    now: clock.report,
    close: () => {
      state = 'closed';
      statements.clear();
      database?.close();
      database = undefined;
    },
  };
}

function unlockedOrFailure({ path, lockWaitMs: limitMs = LOCK_WAIT_MS }: SqliteOptions) {
  const whenUnlocked = lockWaiter({ isLocked, limitMs });
  return async <R>(attempt: () => R): Promise<R> => {
    try {
      return await whenUnlocked(attempt);
    } catch (failure) {
      throw sqliteFailure(path, failure);
    }
  };
}

function open({ path, collections }: SqliteOptions): DatabaseSync {
  mkdirSync(dirname(path), { recursive: true });
  refusePendingMoves(dirname(path));
  const database = new DatabaseSync(path);
  try {
    const { user_version: version } = LayoutVersion.parse(database.prepare('PRAGMA user_version').get());
    if (version > LAYOUT_VERSION) throw newerStore(path, version);
    switchToWal(database);
    const { page_size: pageBytes } = PageSize.parse(database.prepare('PRAGMA page_size').get());
    database.exec(
      `PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = ${LOG_BYTES / pageBytes}; PRAGMA cache_size = -${CACHE_KIB}`,
    );
    updateLayout(database, collections);
    return database;
  } catch (failure) {
    database.close();
    throw failure;
  }
}

function switchToWal(database: DatabaseSync): void {
  const { journal_mode: mode } = JournalMode.parse(database.prepare('PRAGMA journal_mode').get());
  if (mode !== 'wal') database.exec(`PRAGMA page_size = ${PAGE_BYTES}; PRAGMA journal_mode = WAL`);
}
