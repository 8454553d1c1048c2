import pLimit from 'p-limit';
import type { CollectionRef, DocumentRef, Written } from '../document-store.ts';
import type { FirestoreConnection } from './firestore-connection.ts';
import { encodeDocument } from './firestore-value.ts';
import { refusedBy, writeOnce } from './firestore-write.ts';
import { ALREADY_EXISTS } from './reach.ts';

/** 100 player documents are about 1 MB; a request may hold 10 MiB. */
const DOCUMENTS_PER_WRITE = 100;
const WRITES_AT_ONCE = 8;
const DELETES_PER_PAGE = 4_000;

interface NewDocument<T> {
  readonly id: string;
  readonly data: Written<T>;
}

/**
 * Creates those that do not exist and tells how many. Not by Firestore's BulkWriter: it goes on for minutes when the store is
 * away, and nothing stops it.
 */
export async function createAll<T extends object>(
  connection: FirestoreConnection,
  ref: CollectionRef<T>,
  documents: readonly NewDocument<T>[],
): Promise<number> {
  const drafts = draftsOf(connection, ref, documents);
  const atOnce = pLimit(WRITES_AT_ONCE);
  const counts = await atOnce.map(chunks(drafts), (chunk) => createAbsent(connection, chunk));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Deletes what is there when it is asked, page by page, and nothing that lies below. */
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

type Draft = ReturnType<typeof draftsOf>[number];

/** One for each id: of two under the same id the first. */
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

/** All in one write; when one of them is there already, those that are not. */
async function createAbsent(connection: FirestoreConnection, drafts: readonly Draft[]): Promise<number> {
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
