import { writeFile } from 'node:fs/promises';
import { ALL_COLLECTIONS, KEEP_FOR_DAYS } from './collections.ts';
import { firestoreIndexes } from './platform/google/firestore-indexes.ts';

/** Writes `firestore.indexes.json`; `npm run docs` calls it. */
const indexes = firestoreIndexes(ALL_COLLECTIONS, KEEP_FOR_DAYS);
await writeFile(new URL('../firestore.indexes.json', import.meta.url), `${JSON.stringify(indexes, null, 2)}\n`);
