import { setImmediate } from 'node:timers/promises';
import { Problem } from '../problem.ts';
import { Unavailable } from '../unavailable.ts';
import type { NextTick, SqliteConnection } from './sqlite-connection.ts';

/** The maximum number of writes per commit. Larger groups gain little and block other processes longer. */
export const GROUP_SIZE = 500;

export interface GroupCommit {
  /**
   * Runs `write` in a shared commit and resolves to its result after that commit. When `write` throws, it has no
   * effect, and the other writes of the commit run again. So `write` must not have side effects outside the store.
   */
  submit<R>(write: (nextTick: NextTick) => R): Promise<R>;
  /** Resolves when all pending writes to the SQLite file are committed or have failed. */
  flush(): Promise<void>;
}

interface PendingWrite {
  /** Runs a write. Returns a function to call after the commit, which gives the write's caller the result. */
  attempt(nextTick: NextTick): () => void;
  reject(failure: unknown): void;
}

/**
 * Puts all writes of one turn of the event loop into one commit, so that they share one fsync. Only one such group is
 * committed at a time.
 */
export function groupCommit(connection: SqliteConnection): GroupCommit {
  let pending: PendingWrite[] = [];
  let committing: Promise<void> | undefined;

  async function commitGroup(): Promise<void> {
    let group = pending.slice(0, GROUP_SIZE);
    pending = pending.slice(GROUP_SIZE);
    while (group.length > 0) group = await commit(connection, group);
  }

  async function commitAll(): Promise<void> {
    while (pending.length > 0) {
      await setImmediate();
      await commitGroup();
    }
    committing = undefined;
  }

  return {
    submit: (write) => {
      const { promise, resolve, reject } = Promise.withResolvers<ReturnType<typeof write>>();
      const attempt = (nextTick: NextTick) => {
        const result = write(nextTick);
        return () => resolve(result);
      };
      pending.push({ attempt, reject });
      committing ??= commitAll();
      return promise;
    },
    flush: async () => await committing,
  };
}

/**
 * Commits a group of writes and resolves the promises of their callers. When one write throws, rejects its caller's
 * promise and returns the other writes to try again.
 */
async function commit(connection: SqliteConnection, group: readonly PendingWrite[]): Promise<PendingWrite[]> {
  let current: PendingWrite | undefined;
  try {
    const answers = await connection.writing((nextTick) =>
      group.map((write) => {
        current = write;
        return write.attempt(nextTick);
      }),
    );
    for (const answer of answers) answer();
    return [];
  } catch (failure) {
    const isOneWrite = current !== undefined && !(failure instanceof Problem || failure instanceof Unavailable);
    const failed = isOneWrite ? group.filter((write) => write === current) : group;
    for (const { reject } of failed) reject(failure);
    return group.filter((write) => !failed.includes(write));
  }
}
