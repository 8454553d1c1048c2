import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import type { Collection } from '#src/platform/document-store.ts';
import { duckdbWarehouse } from '#src/platform/embedded/duckdb-warehouse.ts';
import { embeddedStoreFiles } from '#src/platform/embedded/embedded-store-files.ts';
import { sqliteDocumentStore } from '#src/platform/embedded/sqlite-document-store.ts';
import type { Table } from '#src/platform/warehouse.ts';

const Note = z.object({ text: z.string() });
const NOTES: Collection<z.infer<typeof Note>> = {
  name: 'notes',
  schema: Note,
  indexes: [],
  texts: ['text'],
  times: [],
};
export const NOTE_COUNT = 300;

const Prediction = z.object({ n: z.number() });
const PREDICTIONS: Table = {
  name: 'nba.predictions',
  key: ['n'],
  columns: [
    { name: 'n', type: 'INT64', mode: 'required' },
    { name: 'says', type: 'STRING', mode: 'required' },
  ],
};
const STAGED: Table = { ...PREDICTIONS, name: 'nba.staged' };
const GRADES: Table = { ...PREDICTIONS, name: 'nba.grades' };
const MIGRATIONS = [{ id: '0001-nba', tables: [PREDICTIONS, STAGED, GRADES] }];
const MIGRATION_IDS = MIGRATIONS.map(({ id }) => id);
const STATEMENTS: Readonly<Record<string, string>> = {
  keep: 'INSERT INTO nba.predictions (n, says) SELECT n, says FROM nba.staged',
  grade: 'INSERT INTO nba.grades (n, says) SELECT n, says FROM nba.staged',
  predictions: 'SELECT n FROM nba.predictions ORDER BY n NULLS FIRST',
  grades: 'SELECT n FROM nba.grades ORDER BY n NULLS FIRST',
};

const ROWS_OF_A_ROUND = 1_000;

/** The stores of a folder, opened. */
export function openStores(folder: string) {
  const warehouse = duckdbWarehouse({
    path: join(folder, 'warehouse.duckdb'),
    statements: (name) => STATEMENTS[name] ?? name,
    migrations: MIGRATIONS,
  });
  const store = sqliteDocumentStore({
    path: join(folder, 'tipoff.sqlite'),
    collections: [NOTES],
    nowMicros: () => Date.now() * 1_000,
  });
  const rows = async (sql: 'predictions' | 'grades') => (await warehouse.query({ sql }, Prediction)).map(({ n }) => n);
  return {
    warehouse,
    store,
    files: storeFilesOf(folder, { warehouse }),
    predictions: () => rows('predictions'),
    grades: () => rows('grades'),
    notes: () => store.count({ collection: NOTES }, []),
    note: (id: string) => store.create({ collection: NOTES, id }, { text: id.repeat(200) }),
    /** One batch: rows staged, kept and graded, each a statement of its own. */
    round: async (round: number) => {
      const lines = Array.from({ length: ROWS_OF_A_ROUND }, (_, n) =>
        JSON.stringify({ n: round * ROWS_OF_A_ROUND + n, says: `over ${n} ${'x'.repeat(20)}` }),
      );
      await warehouse.load(STAGED, lines, `load-${round}`);
      await warehouse.execute({ sql: 'keep' }, `keep-${round}`);
      await warehouse.execute({ sql: 'grade' }, `grade-${round}`);
    },
    close: async () => {
      await warehouse.close();
      await store.close();
    },
  };
}

type OpenWarehouse = Pick<ReturnType<typeof duckdbWarehouse>, 'copyTo' | 'readContent'>;

const CLOSED: OpenWarehouse = {
  copyTo: () => Promise.resolve({}),
  readContent: () => Promise.reject(new Error('no warehouse is open')),
};

interface StoreFilesParts {
  readonly warehouse?: OpenWarehouse;
  readonly migrations?: readonly string[];
  readonly makeFolder?: () => Promise<void>;
}

export function storeFilesOf(folder: string, parts: StoreFilesParts = {}) {
  const { warehouse = CLOSED, migrations = MIGRATION_IDS } = parts;
  const makeFolder = async () => void (await mkdir(folder, { recursive: true }));
  return embeddedStoreFiles({
    folder,
    makeFolder: parts.makeFolder ?? makeFolder,
    version: '1.2.3',
    migrations,
    documents: 'here',
    crossCheck: { rowsById: 'SELECT NULL, 0 WHERE FALSE', findings: () => Promise.resolve([]) },
    copyWarehouse: warehouse.copyTo,
    readOpenWarehouse: warehouse.readContent,
  });
}

/** A folder whose stores are closed: two rounds and `NOTE_COUNT` notes. */
export async function closedFolder(): Promise<string> {
  const folder = await temporaryFolder();
  const stores = openStores(folder);
  for (const round of [0, 1]) await stores.round(round);
  await stores.store.createMany(
    { collection: NOTES },
    Array.from({ length: NOTE_COUNT }, (_, n) => ({ id: `note-${n}`, data: { text: 'x'.repeat(2_000) } })),
  );
  await stores.close();
  return folder;
}

export async function copyOfFolder(folder: string): Promise<string> {
  const copy = await temporaryFolder();
  await cp(folder, copy, { recursive: true });
  return copy;
}

export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'tipoff-folder-'));
}

export function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}

export function ignoreProgress(): void {
  return;
}

/** Numbers of the rows of the first rounds. */
export function rowsOfRounds(rounds: number): readonly number[] {
  return Array.from({ length: rounds * ROWS_OF_A_ROUND }, (_, n) => n);
}
