import { afterAll, describe } from 'vitest';
import { firestoreDocumentStore } from '#src/platform/google/firestore-document-store.ts';
import { testDocumentStore } from '#test/contracts/document-store.contract.ts';
import { startFirestoreEmulator } from '#test/emulators/firestore-emulator.ts';

const SIZES = { many: 300, contenders: 8, additions: 5, sequences: 5 };
const emulator = await startFirestoreEmulator();

afterAll(() => emulator?.stop());

describe.skipIf(emulator === undefined)('Firestore, by its emulator', () => {
  testDocumentStore(
    async () => firestoreDocumentStore({ projectId: 'tipoff-test', ...(emulator === undefined ? {} : { emulator }) }),
    SIZES,
  );
});
