import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe } from 'vitest';
import { sqliteDocumentStore } from '#src/platform/embedded/sqlite-document-store.ts';
import { CONTRACT_COLLECTIONS, testDocumentStore } from '#test/contracts/document-store.contract.ts';

describe('the document store on SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tipoff-sqlite-'));
  afterAll(() => rm(folder, { recursive: true }));
  testDocumentStore(async () =>
    sqliteDocumentStore({
      path: join(folder, 'state', 'store.sqlite'),
      collections: CONTRACT_COLLECTIONS,
      nowMicros: () => Date.now() * 1000,
    }),
  );
});
