import { onTestFinished } from 'vitest';
import { COLLECTIONS } from '#src/pipeline/collections.ts';
import type { DocumentStore } from '#src/platform/document-store.ts';
import { sqliteDocumentStore } from '#src/platform/embedded/sqlite-document-store.ts';

const START_MS = Date.parse('2026-02-05T18:00:00Z');

/** A store in memory whose clock only the test moves. */
export interface ClockedStore {
  readonly store: DocumentStore;
  pass(ms: number): void;
}

export function aClockedStore(): ClockedStore {
  let micros = START_MS * 1000;
  const nowMicros = () => {
    micros += 1;
    return micros;
  };
  const store = sqliteDocumentStore({ path: ':memory:', collections: COLLECTIONS, nowMicros });
  onTestFinished(() => store.close());
  return {
    store,
    pass: (ms) => {
      micros += ms * 1000;
    },
  };
}
