import {
  type CollectionReference,
  type DocumentSnapshot,
  FieldPath,
  type Query as FirestoreQuery,
} from '@google-cloud/firestore';
import * as z from 'zod';
import { assertIndexed, assertQuery } from '../document-rules.ts';
import type { Collection, CollectionShape, Condition, Query, Stored } from '../document-store.ts';
import { encodeValue, STORE_TIME_FIELDS } from './firestore-value.ts';

const ID = FieldPath.documentId();
const ObjectSchema = z.object({ shape: z.record(z.string(), z.unknown()) });

/**
 * Translates a query of the document store to Firestore. Firestore can return a range only in the order of the range
 * field, so `inOrderOfIds` sorts the answer to a range without `orderBy`. Throws when no declared index covers the query
 * or its options are invalid.
 */
export async function firestoreQuery<T extends object>(
  documents: CollectionReference,
  collection: Collection<T>,
  query: Query<T>,
): Promise<FirestoreQuery> {
  const { where = [], orderBy, limit, afterId, texts = [] } = query;
  assertQuery(collection, query);
  const found = filtered(documents, collection, where);
  const wanted = withTexts(found, collection, texts);
  if (orderBy) {
    const ordered = wanted.orderBy(...orderBy).orderBy(ID, orderBy[1]);
    return limited(afterId === undefined ? ordered : ordered.startAfter(await placeOf(documents, afterId)), limit);
  }
  if (hasRange(query)) return wanted;
  const byId = wanted.orderBy(ID);
  return limited(afterId === undefined ? byId : byId.startAfter(afterId), limit);
}

/**
 * Reads the document after which a page starts. The stored value of a commit time is earlier than the one that reads
 * return, so only the document itself says where the next page starts.
 */
async function placeOf(documents: CollectionReference, afterId: string): Promise<DocumentSnapshot> {
  const found = await documents.doc(afterId).get();
  if (!found.exists) throw new Error(`afterId names no document of ${documents.id}: ${afterId}`);
  return found;
}

/** Sorts the answer to a range without `orderBy` by id. */
export function inOrderOfIds<T>(found: readonly Stored<T>[], query: Query<T>): readonly Stored<T>[] {
  if (query.orderBy || !hasRange(query)) return found;
  return found.toSorted((one, other) => compareIds(one.id, other.id));
}

/** Counts the Firestore documents that match every condition. Throws when no declared index covers the conditions. */
export async function firestoreCount<T extends object>(
  documents: CollectionReference,
  collection: Collection<T>,
  where: readonly Condition<T>[],
): Promise<number> {
  assertIndexed(collection, { where });
  const counted = await filtered(documents, collection, where).count().get();
  return counted.data().count;
}

function filtered<T>(
  documents: CollectionReference,
  collection: CollectionShape,
  where: readonly Condition<T>[],
): FirestoreQuery {
  let query: FirestoreQuery = documents;
  for (const [field, comparison, value] of where) {
    query = query.where(field, comparison, encodeValue(collection, field, value));
  }
  return query;
}

/**
 * Makes a Firestore query read all fields except the big texts that the caller did not ask for. When the schema is not
 * a plain object, its fields are unknown, so the query reads all fields.
 */
function withTexts<T extends object>(
  query: FirestoreQuery,
  { schema, texts }: Collection<T>,
  wanted: readonly string[],
): FirestoreQuery {
  const parsed = ObjectSchema.safeParse(schema);
  if (texts.length === 0 || !parsed.success) return query;
  const skipped = new Set<string>(texts.filter((text) => !wanted.includes(text)));
  return query.select(STORE_TIME_FIELDS, ...Object.keys(parsed.data.shape).filter((field) => !skipped.has(field)));
}

function limited(query: FirestoreQuery, limit: number | undefined): FirestoreQuery {
  return limit === undefined ? query : query.limit(limit);
}

function hasRange<T>({ where = [] }: Query<T>): boolean {
  return where.some(([, comparison]) => comparison !== '==');
}

/** Compares two document ids by their UTF-8 bytes, as Firestore does. */
function compareIds(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
