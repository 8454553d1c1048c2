import { describe, expect, it } from 'vitest';
import type { CollectionShape } from '#src/platform/document-store.ts';
import { firestoreIndexes } from '#src/platform/google/firestore-indexes.ts';

const PLAYERS: CollectionShape = {
  name: 'players',
  parent: 'prediction_batches',
  indexes: [['status'], ['status', 'team', 'points'], ['status', 'team']],
  texts: ['input', 'rows'],
  times: [],
};
const LEASES: CollectionShape = { name: 'leases', indexes: [], texts: [], times: [] };

describe('firestoreIndexes(collections, keepForDays)', () => {
  it('has one composite index per prefix of two or more fields, in both directions of the last field', () => {
    const { indexes } = firestoreIndexes([PLAYERS], {});
    const shown = indexes.map(({ fields }) => fields.map(({ fieldPath, order }) => `${fieldPath} ${order}`).join(', '));
    expect(shown).toEqual([
      'status ASCENDING, team ASCENDING',
      'status ASCENDING, team DESCENDING',
      'status ASCENDING, team ASCENDING, points ASCENDING',
      'status ASCENDING, team ASCENDING, points DESCENDING',
    ]);
    expect(new Set(indexes.map(({ collectionGroup, queryScope }) => `${collectionGroup} ${queryScope}`))).toEqual(
      new Set(['players COLLECTION']),
    );
  });

  it('exempts texts and internal fields from indexes', () => {
    const { fieldOverrides } = firestoreIndexes([PLAYERS, LEASES], {});
    expect(fieldOverrides).toEqual([
      { collectionGroup: 'players', fieldPath: 'input', ttl: false, indexes: [] },
      { collectionGroup: 'players', fieldPath: 'rows', ttl: false, indexes: [] },
      { collectionGroup: 'players', fieldPath: '_writes', ttl: false, indexes: [] },
      { collectionGroup: 'players', fieldPath: '_stamped', ttl: false, indexes: [] },
      { collectionGroup: 'leases', fieldPath: '_writes', ttl: false, indexes: [] },
      { collectionGroup: 'leases', fieldPath: '_stamped', ttl: false, indexes: [] },
    ]);
  });

  it('lets documents expire only in collections with a retention time', () => {
    const { fieldOverrides } = firestoreIndexes([PLAYERS, LEASES], { players: 30 });
    expect(fieldOverrides.filter(({ ttl }) => ttl)).toEqual([
      { collectionGroup: 'players', fieldPath: '_expires_at', ttl: true, indexes: [] },
    ]);
  });
});
