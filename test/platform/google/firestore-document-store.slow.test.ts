import { randomUUID } from 'node:crypto';
import { Firestore, Timestamp } from '@google-cloud/firestore';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Collection, type DocumentStore, STORE_TIME } from '#src/platform/document-store.ts';
import { firestoreDocumentStore } from '#src/platform/google/firestore-document-store.ts';
import { Instant } from '#src/platform/instant.ts';
import { Unavailable } from '#src/platform/unavailable.ts';
import { testDocumentStore } from '#test/contracts/document-store.contract.ts';
import { startFirestoreEmulator } from '#test/emulators/firestore-emulator.ts';

const SIZES = { many: 300, contenders: 8, additions: 5, sequences: 5 };
const PROJECT = 'tipoff-test';

const Batch = z.object({
  state: z.string(),
  started_at: Instant,
  sealed_at: Instant.nullable(),
  report: z.string().nullable(),
});
const BATCHES: Collection<z.infer<typeof Batch>> = {
  name: 'batches',
  schema: Batch,
  indexes: [['state', 'started_at']],
  texts: ['report'],
  times: ['started_at', 'sealed_at'],
};
const OPEN = { state: 'open', started_at: STORE_TIME, sealed_at: null, report: null } as const;

const emulator = await startFirestoreEmulator();
const address = emulator ?? { host: '127.0.0.1', port: 1 };

afterAll(() => emulator?.stop());

describe.skipIf(emulator === undefined)('Firestore, with its emulator', () => {
  testDocumentStore(async () => firestoreDocumentStore({ projectId: PROJECT, emulator: address }), SIZES);

  describe('beyond the contract', () => {
    let store: DocumentStore;
    let client: Firestore;
    const aBatch = () => ({ collection: BATCHES, id: randomUUID() });

    beforeAll(() => {
      store = firestoreDocumentStore({ projectId: PROJECT, emulator: address, keepForDays: { batches: 30 } });
      client = new Firestore({ projectId: PROJECT, host: address.host, port: address.port, ssl: false });
    });
    afterAll(async () => {
      await store.close();
      await client.terminate();
    });

    it('accepts only one of two equal updates with the same version', async () => {
      const ref = aBatch();
      await store.create(ref, OPEN);
      const read = await store.get(ref);
      if (read === undefined) throw new Error('the batch was not created');
      expect(await store.update(ref, { state: 'open' }, read.version)).toBe('updated');
      expect(await store.update(ref, { state: 'open' }, read.version)).toBe('conflict');
    });

    it('returns the commit time for STORE_TIME, also after later writes', async () => {
      const ref = aBatch();
      await store.create(ref, OPEN);
      const committed = (await client.doc(`batches/${ref.id}`).get()).updateTime;
      const created = await store.get(ref);
      if (committed === undefined || created === undefined) throw new Error('the batch was not created');
      expect(created.data.started_at).toBe(`${committed.toDate().toISOString().slice(0, 19)}.${microsOf(committed)}Z`);
      await store.update(ref, { sealed_at: STORE_TIME }, created.version);
      await store.transaction(async (transaction) => transaction.update(ref, { state: 'sealing' }));
      await store.transaction(async (transaction) => {
        await transaction.get(ref);
        transaction.update(ref, { state: 'sealed' });
        transaction.update(ref, { report: 'all is well' });
      });
      const sealed = await store.get(ref);
      expect(sealed?.data).toMatchObject({
        started_at: created.data.started_at,
        state: 'sealed',
        report: 'all is well',
      });
      expect(sealed?.data.sealed_at).toMatch(/\.\d{6}Z$/);
      expect(sealed?.data.sealed_at?.endsWith('000Z')).toBe(false);
    });

    it('reads documents of other programs, with timestamps as instants and only the fields of the schema', async () => {
      const ref = aBatch();
      const started = new Timestamp(1_770_332_400, 123_456_000);
      await client.doc(`batches/${ref.id}`).set({ state: 'open', started_at: started, sealed_at: null, owner: 'them' });
      expect((await store.get(ref))?.data).toEqual({
        state: 'open',
        started_at: '2026-02-05T23:00:00.123456Z',
        sealed_at: null,
        report: null,
      });
    });

    it('names path and field of an invalid document', async () => {
      const ref = aBatch();
      await client.doc(`batches/${ref.id}`).set({ state: 7, started_at: Timestamp.now(), sealed_at: null });
      await expect(store.get(ref)).rejects.toThrow(new RegExp(`batches/${ref.id}.*state`));
      await expect(store.query({ collection: BATCHES }, {})).rejects.toThrow(new RegExp(`batches/${ref.id}.*state`));
      await client.doc(`batches/${ref.id}`).delete();
    });

    it('sets the expiry of documents in a collection with a retention time', async () => {
      const ref = aBatch();
      await store.create(ref, OPEN);
      const expiry = z.instanceof(Timestamp).parse((await client.doc(`batches/${ref.id}`).get()).get('_expires_at'));
      expect(Math.round((expiry.toMillis() - Date.now()) / 86_400_000)).toBe(30);
    });

    it('creates the first of two documents with the same id in one list', async () => {
      const id = randomUUID();
      const documents = ['first', 'second'].map((state) => ({ id, data: { ...OPEN, state } }));
      expect(await store.createMany({ collection: BATCHES }, documents)).toBe(1);
      expect((await store.get({ collection: BATCHES, id }))?.data.state).toBe('first');
    });
  });
});

it('throws Unavailable for reads and writes when Firestore cannot be reached', async () => {
  const store = firestoreDocumentStore({
    projectId: PROJECT,
    emulator: { host: '127.0.0.1', port: 1 },
    timeoutMs: 300,
  });
  const ref = { collection: BATCHES, id: 'any' };
  const calls = [
    store.get(ref),
    store.now(),
    store.query({ collection: BATCHES }, {}),
    store.count({ collection: BATCHES }, []),
    store.create(ref, OPEN),
    store.createMany({ collection: BATCHES }, [{ id: 'any', data: OPEN }]),
    store.deleteAll({ collection: BATCHES }),
    store.transaction((transaction) => transaction.get(ref)),
    store.transaction(async (transaction) => transaction.create(ref, OPEN)),
  ];
  const outcomes = await Promise.allSettled(calls);
  expect(outcomes).toEqual(calls.map(() => ({ status: 'rejected', reason: expect.any(Unavailable) })));
  await store.close();
});

function microsOf({ nanoseconds }: Timestamp): string {
  return String(Math.floor(nanoseconds / 1_000)).padStart(6, '0');
}
