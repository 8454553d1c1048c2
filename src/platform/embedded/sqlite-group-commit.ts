import type { NextTick, SqliteConnection } from './sqlite-connection.ts';
import { sqliteFailure } from './sqlite-failure.ts';

/** Writes in one commit; more of them gain little and keep other processes waiting. */
export const GROUP_SIZE = 500;

export interface GroupCommit {
  /** Resolves to what `write` answers, after the commit. When `write` throws, the others of the commit still take effect. */
  submit<R>(write: (nextTick: NextTick) => R): Promise<R>;
  /** Commits now what waits. */
  flush(): void;
}

interface Waiting {
  /** Does the write and says what to tell its caller once it is committed. Throws when the commit cannot be. */
  attempt(nextTick: NextTick): () => void;
  reject(failure: unknown): void;
}

/** Writes asked for in one turn of the event loop share one commit, and so one wait for the disk. */
export function groupCommit(connection: SqliteConnection): GroupCommit {
  const waiting: Waiting[] = [];
  let next: 'scheduled' | 'none' = 'none';

  function commitGroup(): void {
    const group = waiting.splice(0, GROUP_SIZE);
    try {
      const answers = connection.writing((nextTick) => group.map(({ attempt }) => attempt(nextTick)));
      for (const answer of answers) answer();
    } catch (failure) {
      for (const { reject } of group) reject(failure);
    }
  }

  function schedule(): void {
    if (next === 'scheduled') return;
    next = 'scheduled';
    setImmediate(() => {
      next = 'none';
      commitGroup();
      if (waiting.length > 0) schedule();
    });
  }

  return {
    submit: (write) => {
      const { promise, resolve, reject } = Promise.withResolvers<ReturnType<typeof write>>();
      waiting.push({ reject, attempt: (nextTick) => settled(connection, () => write(nextTick), { resolve, reject }) });
      schedule();
      return promise;
    },
    flush: () => {
      while (waiting.length > 0) commitGroup();
    },
  };
}

function settled<R>(
  connection: SqliteConnection,
  write: () => R,
  { resolve, reject }: { resolve: (result: R) => void; reject: (failure: unknown) => void },
): () => void {
  try {
    const result = write();
    return () => resolve(result);
  } catch (failure) {
    const isOfTheStore = connection.wasUndone() || sqliteFailure(connection.path, failure) !== failure;
    if (isOfTheStore) throw failure;
    return () => reject(failure);
  }
}
