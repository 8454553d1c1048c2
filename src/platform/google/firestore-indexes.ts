import type { CollectionShape } from '../document-store.ts';
import { EXPIRES_AT, STAMPED, WRITE_COUNT } from './firestore-value.ts';

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

/** The content of `firestore.indexes.json`, as the Firebase command line deploys it. */
export interface FirestoreIndexes {
  readonly indexes: readonly CompositeIndex[];
  readonly fieldOverrides: readonly FieldOverride[];
}

/**
 * What Firestore must be told of the collections. It indexes single fields by itself and reads no part of a composite index, so
 * every beginning of two or more fields of a declared index gets its own: equalities first, then the field of the range or the
 * order, in both directions. Texts, and what the store keeps for itself, are not indexed. `keepForDays` is that of the store.
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
  const beginnings = indexes.flatMap((fields) => fields.slice(1).map((_, at) => fields.slice(0, at + 2)));
  const distinct = new Map(beginnings.map((fields) => [fields.join(), fields]));
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
  const unindexed = [...texts, WRITE_COUNT, STAMPED].map((fieldPath) => override(name, fieldPath));
  return expiring.includes(name) ? [...unindexed, { ...override(name, EXPIRES_AT), ttl: true }] : unindexed;
}

function override(collectionGroup: string, fieldPath: string): FieldOverride {
  return { collectionGroup, fieldPath, ttl: false, indexes: [] };
}
