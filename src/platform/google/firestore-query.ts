import { type CollectionReference, FieldPath, type Query as FirestoreQuery } from '@google-cloud/firestore';
import * as z from 'zod';
import { assertIndexed } from '../document-rules.ts';
import type { Collection, CollectionShape, Condition, Query, Stored } from '../document-store.ts';
import { encodeValue, STORE_TIME_FIELDS } from './firestore-value.ts';

const ID = FieldPath.documentId();
const ObjectSchema = z.object({ shape: z.record(z.string(), z.unknown()) });

/**
 * Translates a query of the document store to Firestore. Firestore can return a range only in the order of the range
 * field, so a range without `orderBy` is read completely, and `inOrderOfIds` sorts and limits it. Throws when no
 * declared index covers the query or its options are invalid.
 */
export function firestoreQuery<T extends object>(
  documents: CollectionReference,
  collection: Collection<T>,
  query: Query<T>,
): FirestoreQuery {
  const { where = [], orderBy, limit, afterId, texts = [] } = query;
  if (afterId !== undefined && orderBy)
    throw new Error('afterId needs the order of ids, so it cannot be combined with orderBy');
  if (limit !== undefined && !(Number.isSafeInteger(limit) && limit > 0)) {
    throw new Error(`limit must be a positive whole number, not ${limit}`);
  }
  assertIndexed(collection, { where, orderBy: orderBy?.[0] });
  const found = filtered(documents, collection, where);
  const wanted = withTexts(found, collection, texts);
  if (orderBy) return limited(wanted.orderBy(...orderBy).orderBy(ID, orderBy[1]), limit);
  if (hasRange(query)) return wanted;
  const byId = wanted.orderBy(ID);
  return limited(afterId === undefined ? byId : byId.startAfter(afterId), limit);
}

/**
 * Finishes a range query without `orderBy` that Firestore has answered: sorts the documents by id, then applies
 * `afterId` and `limit`.
 */
export function inOrderOfIds<T>(found: readonly Stored<T>[], query: Query<T>): readonly Stored<T>[] {
  const { orderBy, afterId, limit } = query;
  if (orderBy || !hasRange(query)) return found;
  const after = afterId === undefined ? found : found.filter(({ id }) => compareIds(id, afterId) > 0);
  return after.toSorted((one, other) => compareIds(one.id, other.id)).slice(0, limit);
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
