import type { CollectionShape } from '../document-store.ts';
import { EXPIRES_AT, STORE_TIME_FIELDS, WRITE_COUNT } from './firestore-value.ts';

type Order = 'ASCENDING' | 'DESCENDING';

interface IndexedField {
  readonly fieldPath: string;
  readonly order: Order;
}

interface CompositeIndex {
  readonly collectionGroup: string;
  readonly queryScope: 'COLLECTION';
  readonly fields: readonly IndexedField[];
}

interface FieldOverride {
  readonly collectionGroup: string;
  readonly fieldPath: string;
  readonly ttl: boolean;
  readonly indexes: readonly [];
}

/** The content of `firestore.indexes.json`, which the Firebase command line deploys. */
export interface FirestoreIndexes {
  readonly indexes: readonly CompositeIndex[];
  readonly fieldOverrides: readonly FieldOverride[];
}

/**
 * Returns the Firestore index definitions of the collections. Firestore indexes single fields automatically but cannot
 * use the first fields of a composite index, so every prefix of two or more fields gets its own index: equality fields
 * first, then the range or order field in both directions. Texts and the store's internal fields are not indexed.
 * `keepForDays` must have the same value as in the store.
 */
export function firestoreIndexes(
  collections: readonly CollectionShape[],
  keepForDays: Readonly<Record<string, number>>,
): FirestoreIndexes {
  return {
    indexes: collections.flatMap(compositeIndexes),
    fieldOverrides: collections.flatMap((collection) => fieldOverrides(collection, Object.keys(keepForDays))),
  };
}

function compositeIndexes({ name, indexes }: CollectionShape): readonly CompositeIndex[] {
  const prefixes = indexes.flatMap((fields) => fields.slice(1).map((_, at) => fields.slice(0, at + 2)));
  const distinct = new Map(prefixes.map((fields) => [fields.join(), fields]));
  return [...distinct.values()].flatMap((fields) => [
    compositeIndex(name, fields, 'ASCENDING'),
    compositeIndex(name, fields, 'DESCENDING'),
  ]);
}

function compositeIndex(collectionGroup: string, fields: readonly string[], lastOrder: Order): CompositeIndex {
  return {
    collectionGroup,
    queryScope: 'COLLECTION',
    fields: fields.map((fieldPath, at) => ({
      fieldPath,
      order: at === fields.length - 1 ? lastOrder : 'ASCENDING',
    })),
  };
}

function fieldOverrides({ name, texts }: CollectionShape, expiring: readonly string[]): readonly FieldOverride[] {
  const unindexed = [...texts, WRITE_COUNT, STORE_TIME_FIELDS].map((fieldPath) => override(name, fieldPath));
  return expiring.includes(name) ? [...unindexed, { ...override(name, EXPIRES_AT), ttl: true }] : unindexed;
}

function override(collectionGroup: string, fieldPath: string): FieldOverride {
  return { collectionGroup, fieldPath, ttl: false, indexes: [] };
}
