import type { CollectionReference, DocumentData, DocumentReference, Firestore } from '@google-cloud/firestore';
import pLimit from 'p-limit';
import { refusedBy, writeOnce } from './firestore-write.ts';
import { ALREADY_EXISTS } from './reach.ts';
import { within } from './within.ts';

/** 100 player documents are about 1 MB; a request may hold 10 MiB. */
const DOCUMENTS_PER_WRITE = 100;
const WRITES_AT_ONCE = 8;
const DELETES_PER_PAGE = 4_000;

export interface Draft {
  readonly document: DocumentReference;
  readonly fields: DocumentData;
}

/**
 * Creates those that do not exist and tells how many. Not by Firestore's BulkWriter: it goes on for minutes when the store is
 * away, and nothing stops it.
 */
export async function createAll(firestore: Firestore, drafts: readonly Draft[], timeoutMs: number): Promise<number> {
  const atOnce = pLimit(WRITES_AT_ONCE);
  const counts = await atOnce.map(chunks(drafts), (chunk) => createAbsent(firestore, chunk, timeoutMs));
  return counts.reduce((sum, count) => sum + count, 0);
}

export async function deleteAll(
  firestore: Firestore,
  documents: CollectionReference,
  timeoutMs: number,
): Promise<void> {
  const page = documents.select().limit(DELETES_PER_PAGE);
  const atOnce = pLimit(WRITES_AT_ONCE);
  for (;;) {
    const { docs } = await within(timeoutMs, page.get());
    if (docs.length === 0) return;
    await atOnce.map(chunks(docs), (chunk) =>
      writeOnce(firestore, (write) => {
        for (const { ref } of chunk) write.delete(ref);
      }),
    );
  }
}

/** All in one write; when one of them is there already, those that are not. */
async function createAbsent(firestore: Firestore, drafts: readonly Draft[], timeoutMs: number): Promise<number> {
  let absent = drafts;
  while (absent.length > 0) {
    const written = writeOnce(firestore, (write) => {
      for (const { document, fields } of absent) write.create(document, fields);
    });
    if (!(await refusedBy(written, ALREADY_EXISTS))) return absent.length;
    const documents = absent.map(({ document }) => document);
    const found = await within(timeoutMs, firestore.getAll(...documents, { fieldMask: [] }));
    absent = absent.filter((_, at) => found[at]?.exists !== true);
  }
  return 0;
}

function* chunks<T>(items: readonly T[]): Iterable<readonly T[]> {
  for (let start = 0; start < items.length; start += DOCUMENTS_PER_WRITE) {
    yield items.slice(start, start + DOCUMENTS_PER_WRITE);
  }
}
