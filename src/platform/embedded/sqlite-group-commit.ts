import { Problem } from '../problem.ts';
import { Unavailable } from '../unavailable.ts';
import type { NextTick, SqliteConnection } from './sqlite-connection.ts';

/** Writes in one commit; more of them gain little and keep other processes waiting. */
export const GROUP_SIZE = 500;

export interface GroupCommit {
  /**
   * Resolves to what `write` answers, after the commit. When `write` throws, nothing of it happens, and the others of the commit
   * take effect; they are done again, so `write` must have no effect but on the store.
   */
  submit<R>(write: (nextTick: NextTick) => R): Promise<R>;
  /** Commits now what waits. */
  flush(): void;
}

interface Waiting {
  /** Does the write and says how to tell its caller once it is committed. */
  attempt(nextTick: NextTick): () => void;
  reject(failure: unknown): void;
}

/** Writes asked for in one turn of the event loop share one commit, and so one wait for the disk. */
export function groupCommit(connection: SqliteConnection): GroupCommit {
  let waiting: Waiting[] = [];
  let next: 'scheduled' | 'none' = 'none';

  function commitGroup(): void {
    let group = waiting.slice(0, GROUP_SIZE);
    waiting = waiting.slice(GROUP_SIZE);
    while (group.length > 0) group = commit(connection, group);
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
      const attempt = (nextTick: NextTick) => {
        const result = write(nextTick);
        return () => resolve(result);
      };
      waiting.push({ attempt, reject });
      schedule();
      return promise;
    },
    flush: () => {
      while (waiting.length > 0) commitGroup();
    },
  };
}

/** Commits the group and answers its callers, and returns those still to be done: the others, when one of them could not be. */
function commit(connection: SqliteConnection, group: readonly Waiting[]): Waiting[] {
  let tried: Waiting | undefined;
  try {
    const answers = connection.writing((nextTick) =>
      group.map((write) => {
        tried = write;
        return write.attempt(nextTick);
      }),
    );
    for (const answer of answers) answer();
    return [];
  } catch (failure) {
    const isOfOne = tried !== undefined && !(failure instanceof Problem || failure instanceof Unavailable);
    const failed = isOfOne ? group.filter((write) => write === tried) : group;
    for (const { reject } of failed) reject(failure);
    return group.filter((write) => !failed.includes(write));
  }
}
