import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import * as z from 'zod';
import type { CollectionShape } from '../document-store.ts';
import { refusePendingMoves } from './pending-moves.ts';
import { sqliteClock } from './sqlite-clock.ts';
import { newerStore, sqliteFailure } from './sqlite-failure.ts';
import { checkShapes, LAYOUT_VERSION, updateLayout } from './sqlite-layout.ts';

const BUSY_TIMEOUT_MS = 5_000;
/** A commit writes whole pages, about a dozen for one audited change. With larger pages the writing takes longer than the fsync. */
const PAGE_BYTES = 4_096;
/** The size of the write-ahead log at which SQLite makes a checkpoint. Checkpoints are then rare during a batch, and each is short. */
const LOG_BYTES = 16 * 1024 * 1024;
/** The size of the page cache. It holds all pages of one commit, so that no page is written twice. */
const CACHE_KIB = 32_768;
const WAL_PAUSE_MS = 20;
const SELECT_TICK = "SELECT value FROM store_meta WHERE name = 'tick'";
/** Sets the tick of the latest commit. Only a repair of the clock may set it back. */
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
}

/**
 * Returns a tick: microseconds since 1970, higher than every earlier tick of any process. The tick of a commit is its time and the version
 * of the documents it wrote.
 */
export type NextTick = () => number;

/** One SQLite file, opened at its first use. Failures are thrown as `sqliteFailure` maps them. */
export interface SqliteConnection {
  readonly path: string;
  prepare(sql: string): StatementSync;
  /** Runs reads. Each one sees the latest commit. */
  reading<R>(read: () => R): R;
  /**
   * Runs `write` in one transaction and commits when it returns. When `write` throws, nothing is changed. Every change must take a tick:
   * other processes compare the last tick to detect changes. `lastTick` is the tick of the previous commit.
   */
  writing<R>(write: (nextTick: NextTick, lastTick: number) => R): R;
  /** Runs `work` in one transaction without a tick. A change that takes no tick must set the last tick itself. */
  inTransaction<R>(work: () => R): R;
  /** The machine's clock, in microseconds since 1970. */
  machineNow(): number;
  /** The tick, or logical time in microseconds, of the latest commit. */
  lastTick(): number;
  /**
   * Returns the current time in microseconds. It is later than this tick and, unless the clock was repaired, than all times returned
   * before.
   */
  now(tick: number): number;
  /** Closes the connection. Every later read or write throws. */
  close(): void;
}

export function sqliteConnection(options: SqliteOptions): SqliteConnection {
  checkShapes(options.collections);
  const { path } = options;
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

  return {
    path,
    prepare,
    lastTick,
    reading: (read) => withFailure(path, read),
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

function withFailure<R>(path: string, read: () => R): R {
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
    updateLayout(database, collections);
    return database;
  } catch (failure) {
    database.close();
    throw failure;
  }
}

/** SQLite does not wait for a lock when it switches a file to WAL: it fails at once while another process switches. So this function waits. */
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
