import pRetry from 'p-retry';
import { documentPath } from '../document-rules.ts';
import type { Transaction } from '../document-store.ts';
import type { SqliteConnection } from './sqlite-connection.ts';
import { draftDocument, draftFields, insert, patch, read, readVersion, remove } from './sqlite-documents.ts';

const MAX_RUNS = 10;
const FIRST_PAUSE_MS = 1;

class LostRace extends Error {
  override readonly name = 'LostRace';

  constructor() {
    super(`a transaction lost ${MAX_RUNS} races for the documents it read`);
  }
}

interface Run {
  /** Whether each document that was read still is as it was read. */
  readonly reads: (() => boolean)[];
  readonly writes: ((tick: number) => void)[];
  /** The last commit known to have left the documents that were read as they are. */
  checkedTick: number;
  state: 'deciding' | 'lost';
}

/**
 * Optimistic: nothing is locked while `decide` runs. Reads remember versions, writes wait, and one commit at the end checks the
 * former and does the latter. The pauses between runs are random, so that processes do not meet again at the same moment.
 */
export async function runTransaction<R>(
  connection: SqliteConnection,
  decide: (transaction: Transaction) => Promise<R>,
): Promise<R> {
  return await pRetry(() => runOnce(connection, decide), {
    retries: MAX_RUNS - 1,
    minTimeout: FIRST_PAUSE_MS,
    randomize: true,
    shouldRetry: ({ error }) => error instanceof LostRace,
  });
}

async function runOnce<R>(connection: SqliteConnection, decide: (transaction: Transaction) => Promise<R>): Promise<R> {
  const run: Run = { reads: [], writes: [], checkedTick: 0, state: 'deciding' };
  try {
    const result = await decide(transactionOf(connection, run));
    commit(connection, run);
    return result;
  } catch (failure) {
    throw run.state === 'lost' ? new LostRace() : failure;
  }
}

function transactionOf(connection: SqliteConnection, run: Run): Transaction {
  return {
    get: async (ref) => {
      if (run.writes.length > 0) throw new Error('a transaction reads before it writes');
      return connection.reading(() => {
        checkReads(connection, run);
        const found = read(connection, ref);
        run.reads.push(() => readVersion(connection, ref) === found?.version);
        return found;
      });
    },
    create: (ref, data) => {
      const draft = draftDocument(ref, data);
      run.writes.push((tick) => {
        if (!insert(connection, draft, tick)) throw new Error(`${documentPath(ref).join('/')} exists already`);
      });
    },
    update: (ref, fields) => {
      const draft = draftFields(ref, fields);
      run.writes.push((tick) => {
        const found = patch(connection, draft, { nextTick: () => tick });
        if (!found) throw new Error(`${documentPath(ref).join('/')} does not exist`);
      });
    },
    delete: (ref) => {
      documentPath(ref);
      run.writes.push(() => remove(connection, ref));
    },
  };
}

function commit(connection: SqliteConnection, run: Run): void {
  if (run.state === 'lost') throw new LostRace();
  if (run.writes.length === 0) return;
  connection.writing((nextTick) => {
    checkReads(connection, run);
    const tick = nextTick();
    for (const write of run.writes) write(tick);
  });
}

/** Throws when a document that was read has changed since; what is read next would not belong to the same state. */
function checkReads(connection: SqliteConnection, run: Run): void {
  const tick = connection.lastTick();
  if (tick === run.checkedTick) return;
  if (!run.reads.every((isCurrent) => isCurrent())) {
    run.state = 'lost';
    throw new LostRace();
  }
  run.checkedTick = tick;
}
