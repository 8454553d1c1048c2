import pRetry from 'p-retry';
import { documentPath } from '../document-rules.ts';
import type { CollectionRef, DocumentRef, Stored, Transaction } from '../document-store.ts';
import { instantFromMicros } from '../instant.ts';
import type { SqliteConnection } from './sqlite-connection.ts';
import {
  type Draft,
  draftDocument,
  draftFields,
  insert,
  type KeyedRow,
  patch,
  patchRow,
  readDocumentsForUpdate,
  readVersion,
  remove,
} from './sqlite-documents.ts';

const MAX_RUNS = 10;
const FIRST_PAUSE_MS = 1;

class LostRace extends Error {
  override readonly name = 'LostRace';

  constructor() {
    super(`a transaction lost ${MAX_RUNS} races for the documents it read`);
  }
}

/** What a transaction has read and is to write. */
interface Run {
  /** The last commit before the first read; undefined while nothing is read. */
  tick: number | undefined;
  /** The newest commit that is known of: the last one before the first read, or a later one that was read. */
  newest: number | undefined;
  /** Whether each document that was read still is as it was read. */
  readonly reads: (() => boolean)[];
  /** The rows that were read and not changed since, by the paths of their documents. */
  readonly rows: Map<string, KeyedRow>;
  readonly writes: ((tick: number) => void)[];
}

/**
 * Optimistic: nothing is locked while `decide` runs. Reads remember versions, writes wait, and one commit at the end checks the
 * former and does the latter. What `decide` made of documents that have changed meanwhile, an error too, counts for nothing. The pauses
 * between runs are random, so that processes do not meet again at the same moment.
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
  const run: Run = { tick: undefined, newest: undefined, reads: [], rows: new Map(), writes: [] };
  const result = await decide(transactionOf(connection, run)).catch((failure: unknown) => {
    connection.reading(() => checkReads(run, connection.lastTick()));
    throw failure;
  });
  commit(connection, run);
  return result;
}

function transactionOf(connection: SqliteConnection, run: Run): Transaction {
  return {
    get: async (ref) => readAll(connection, run, { ref, ids: [ref.id] })[0],
    getAll: async (ref, ids) => readAll(connection, run, { ref, ids }),
    now: async () => {
      run.newest ??= connection.reading(() => connection.lastTick());
      return instantFromMicros(connection.now(run.newest));
    },
    create: (ref, data) => {
      const draft = draftDocument(ref, data);
      run.writes.push((tick) => {
        if (!insert(connection, draft, tick)) throw new Error(`${pathOf(ref)} exists already`);
      });
    },
    update: (ref, fields) => {
      const draft = draftFields(ref, fields);
      run.writes.push((tick) => update(connection, draft, { run, tick }));
    },
    delete: (ref) => {
      const path = pathOf(ref);
      run.writes.push(() => {
        run.rows.delete(path);
        remove(connection, ref);
      });
    },
  };
}

function readAll<T extends object>(
  connection: SqliteConnection,
  run: Run,
  { ref, ids }: { readonly ref: CollectionRef<T>; readonly ids: readonly string[] },
): readonly (Stored<T> | undefined)[] {
  if (run.writes.length > 0) throw new Error('a transaction reads before it writes');
  return connection.reading(() => {
    run.tick ??= connection.lastTick();
    const found = readDocumentsForUpdate(connection, ref, ids);
    run.newest = Math.max(run.newest ?? run.tick, ...found.map((each) => each?.row.version ?? 0));
    for (const [index, id] of ids.entries()) {
      const [place, read] = [{ ...ref, id }, found[index]];
      run.reads.push(() => readVersion(connection, place) === read?.document.version);
      if (read) run.rows.set(pathOf(place), read.row);
    }
    return found.map((read) => read?.document);
  });
}

function commit(connection: SqliteConnection, run: Run): void {
  if (run.writes.length === 0) {
    connection.reading(() => checkReads(run, connection.lastTick()));
    return;
  }
  connection.writing((nextTick, lastTick) => {
    checkReads(run, lastTick);
    const tick = nextTick();
    for (const write of run.writes) write(tick);
  });
}

/** The row a document was read in is not read again for its first change. */
function update<T extends object>(
  connection: SqliteConnection,
  draft: Draft<T>,
  { run, tick }: { readonly run: Run; readonly tick: number },
): void {
  const path = pathOf(draft.ref);
  const row = run.rows.get(path);
  if (row !== undefined) {
    run.rows.delete(path);
    patchRow(connection, draft, { row, tick });
  } else if (!patch(connection, draft, { nextTick: () => tick })) {
    throw new Error(`${path} does not exist`);
  }
}

/** Throws when a document that was read has changed since. Where no commit came between, none has. */
function checkReads({ tick, reads }: Run, lastTick: number): void {
  if (tick === undefined || tick === lastTick) return;
  if (!reads.every((isCurrent) => isCurrent())) throw new LostRace();
}

function pathOf<T extends object>(ref: DocumentRef<T>): string {
  return documentPath(ref).join('/');
}
