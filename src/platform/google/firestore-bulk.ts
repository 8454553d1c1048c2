import { hash } from 'node:crypto';
import pLimit from 'p-limit';
import type { CollectionRef, DocumentRef, Written } from '../document-store.ts';
import { ALREADY_EXISTS } from './call-google.ts';
import type { FirestoreConnection } from './firestore-connection.ts';
import { encodeDocument } from './firestore-value.ts';
import { refusedBy, writeOnce } from './firestore-write.ts';

/**
 * The number of documents per write. 100 player documents are about 1 MB, and Firestore's limit for a request is 10
 * MiB.
 */
const DOCUMENTS_PER_WRITE = 100;
const WRITES_AT_ONCE = 8;
const DELETES_PER_PAGE = 4_000;

interface NewDocument<T> {
  readonly id: string;
  readonly data: Written<T>;
}

/**
 * Creates the documents that do not exist and returns how many it created. It does not use Firestore's BulkWriter,
 * which retries for minutes when Firestore is unreachable and cannot be stopped.
 */
export async function createAll<T extends object>(
  connection: FirestoreConnection,
  ref: CollectionRef<T>,
  documents: readonly NewDocument<T>[],
): Promise<number> {
  const drafts = spread(draftsOf(connection, ref, documents));
  const atOnce = pLimit(WRITES_AT_ONCE);
  const counts = await atOnce.map(chunks(drafts), (chunk) => createAbsent(connection, chunk));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Deletes the documents of a collection page by page. Nested collections stay. */
export async function deleteAll<T extends object>(
  connection: FirestoreConnection,
  ref: CollectionRef<T>,
): Promise<void> {
  const page = connection.documents(ref).select().limit(DELETES_PER_PAGE);
  const atOnce = pLimit(WRITES_AT_ONCE);
  for (;;) {
    const { docs } = await connection.answerTo(page.get());
    if (docs.length === 0) return;
    await atOnce.map(chunks(docs), (chunk) =>
      writeOnce(connection.firestore, (write) => {
        for (const found of chunk) write.delete(found.ref);
      }),
    );
  }
}

type NewDocumentWrite = ReturnType<typeof draftsOf>[number];

/** Prepares new documents for writing, one for each id. If several documents have the same id, the first one wins. */
function draftsOf<T extends object>(
  connection: FirestoreConnection,
  ref: CollectionRef<T>,
  documents: readonly NewDocument<T>[],
) {
  const expiry = connection.expiry(ref);
  const drafts = documents.toReversed().map(({ id, data }) => {
    const at: DocumentRef<T> = { ...ref, id };
    return { document: connection.document(at), fields: encodeDocument(at, data, expiry) };
  });
  return [...new Map(drafts.map((draft) => [draft.document.id, draft])).values()];
}

/**
 * Puts drafts into the order of the hashes of their ids. Firestore slows down when many writes at once go to
 * neighbouring ids (https://firebase.google.com/docs/firestore/best-practices, hotspots).
 */
function spread(drafts: readonly NewDocumentWrite[]): readonly NewDocumentWrite[] {
  const hashed = drafts.map((draft) => ({ draft, key: hash('sha256', draft.document.id, 'hex') }));
  return hashed.toSorted((one, other) => (one.key < other.key ? -1 : 1)).map(({ draft }) => draft);
}

/** Creates all documents in one write. When some of them exist already, tries again with the ones that do not exist. */
async function createAbsent(connection: FirestoreConnection, drafts: readonly NewDocumentWrite[]): Promise<number> {
  const { firestore } = connection;
  let absent = drafts;
  while (absent.length > 0) {
    const written = writeOnce(firestore, (write) => {
      for (const { document, fields } of absent) write.create(document, fields);
    });
    if (!(await refusedBy(written, ALREADY_EXISTS))) return absent.length;
    const documents = absent.map(({ document }) => document);
    const found = await connection.answerTo(firestore.getAll(...documents, { fieldMask: [] }));
    absent = absent.filter((_, at) => found[at]?.exists !== true);
  }
  return 0;
}

function* chunks<T>(items: readonly T[]): Iterable<readonly T[]> {
  for (let start = 0; start < items.length; start += DOCUMENTS_PER_WRITE) {
    yield items.slice(start, start + DOCUMENTS_PER_WRITE);
  }
}
