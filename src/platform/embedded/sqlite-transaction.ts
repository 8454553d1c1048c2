import pRetry from 'p-retry';
import { documentPath } from '../document-rules.ts';
import type { CollectionRef, DocumentRef, Stored, Transaction } from '../document-store.ts';
import { instantFromMicros } from '../instant.ts';
import type { SqliteConnection } from './sqlite-connection.ts';
import {
  type DocumentDraft,
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
    super(`the transaction was tried ${MAX_RUNS} times, and each time other writers changed the documents it read`);
  }
}

/** The reads and buffered writes of one attempt of a transaction. */
interface TransactionRun {
  /** The time of the latest commit that the transaction's first read has seen; undefined before the first read. */
  tick: number | undefined;
  /** The time of the newest commit that any read of the transaction has seen. */
  newest: number | undefined;
  /**
   * One check for each document that the transaction has read. The check returns whether the document still has the
   * version that was read.
   */
  readonly reads: (() => boolean)[];
  /** The table rows that the transaction has read and not yet changed, by document path. */
  readonly rows: Map<string, KeyedRow>;
  readonly writes: ((tick: number) => void)[];
}

/**
 * Runs a transaction with optimistic concurrency: nothing is locked while `decide` runs. One commit at the end checks
 * the versions that were read and applies the buffered writes. If a document changed in between, the result or error of
 * `decide` is dropped, and `decide` runs again. Pauses between attempts are random, so that competing processes do not
 * collide again.
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
  const run: TransactionRun = { tick: undefined, newest: undefined, reads: [], rows: new Map(), writes: [] };
  const result = await decide(transactionOf(connection, run)).catch(async (failure: unknown) => {
    await connection.reading(() => checkReads(run, connection.lastTick()));
    throw failure;
  });
  await commit(connection, run);
  return result;
}

function transactionOf(connection: SqliteConnection, run: TransactionRun): Transaction {
  return {
    get: async (ref) => (await readAll(connection, run, { ref, ids: [ref.id] }))[0],
    getAll: async (ref, ids) => await readAll(connection, run, { ref, ids }),
    now: async () => {
      run.newest ??= await connection.reading(() => connection.lastTick());
      return instantFromMicros(connection.now(run.newest));
    },
    create: (ref, data) => {
      const draft = draftDocument(ref, data);
      run.writes.push((tick) => {
        if (!insert(connection, draft, tick)) throw new Error(`${pathOf(ref)} already exists`);
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

async function readAll<T extends object>(
  connection: SqliteConnection,
  run: TransactionRun,
  { ref, ids }: { readonly ref: CollectionRef<T>; readonly ids: readonly string[] },
): Promise<readonly (Stored<T> | undefined)[]> {
  if (run.writes.length > 0) throw new Error('a transaction must do all reads before its first write');
  const { tick, found } = await connection.reading(() => ({
    tick: run.tick ?? connection.lastTick(),
    found: readDocumentsForUpdate(connection, ref, ids),
  }));
  run.tick ??= tick;
  run.newest = Math.max(run.newest ?? run.tick, ...found.map((each) => each?.row.version ?? 0));
  for (const [index, id] of ids.entries()) {
    const [place, read] = [{ ...ref, id }, found[index]];
    run.reads.push(() => readVersion(connection, place) === read?.document.version);
    if (read) run.rows.set(pathOf(place), read.row);
  }
  return found.map((read) => read?.document);
}

async function commit(connection: SqliteConnection, run: TransactionRun): Promise<void> {
  if (run.writes.length === 0) return await connection.reading(() => checkReads(run, connection.lastTick()));
  await connection.writing((nextTick, lastTick) => {
    checkReads(run, lastTick);
    const tick = nextTick();
    for (const write of run.writes) write(tick);
  });
}

/** Updates a document in a transaction. The document's first change reuses the row that the transaction has read. */
function update<T extends object>(
  connection: SqliteConnection,
  draft: DocumentDraft<T>,
  { run, tick }: { readonly run: TransactionRun; readonly tick: number },
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

/**
 * Throws `LostRace` when a document has changed after the transaction read it. If there was no other commit in between,
 * no document can have changed.
 */
function checkReads({ tick, reads }: TransactionRun, lastTick: number): void {
  if (tick === undefined || tick === lastTick) return;
  if (!reads.every((isCurrent) => isCurrent())) throw new LostRace();
}

function pathOf<T extends object>(ref: DocumentRef<T>): string {
  return documentPath(ref).join('/');
}
