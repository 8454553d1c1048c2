import { Problem } from '../../platform/problem.ts';
import type { RecordSource } from '../../platform/record-source.ts';
import type { Table, Warehouse } from '../../platform/warehouse.ts';
import { copyIdentities, type Identities } from '../identity/identities.ts';
import { addFault, faultList, faultSentences } from './fault-list.ts';
import { type NotedValue, sortedNotes } from './file-notes.ts';
import { fileStaging, type ImportKind } from './import-kind.ts';
import { lastLeagueYear } from './league-years.ts';
import { type FileReadState, fileReadState, InvalidImportFile, type ReadRules, readRows } from './read-rows.ts';
import { rejectsCsv } from './rejected-rows.ts';
import { storeIdentities } from './store-identities.ts';
import { takeBack } from './take-back.ts';

export interface ImportDeps {
  readonly warehouse: Warehouse;
  readonly now: () => Date;
  /** Random and unique. */
  readonly newId: () => string;
}

/**
 * What an import does with rows that have a fault. `skip` takes the other rows. `write` stores the rejected rows as CSV
 * before the import changes anything, and resolves to the path of the file.
 */
export type BadRows =
  | { readonly type: 'refuse-file' }
  | { readonly type: 'skip'; readonly write: (file: string, csv: string) => Promise<string> };

export interface FileImport {
  readonly source: RecordSource;
  readonly kind: ImportKind;
  readonly identities: Identities;
  readonly origin: 'files' | 'sample';
  readonly badRows: BadRows;
  /** `dates`: stored rows of the file's dates are removed when the file does not have them. */
  readonly replaces: 'dates' | 'rows';
  /** The import calls this function after every row of a file has passed the checks and before the rows are merged. */
  readonly beforeMerge: () => Promise<void>;
}

export type FileOutcome =
  | {
      readonly imported: true;
      readonly rows: number;
      /** The identities with the players, games and teams of the file. */
      readonly identities: Identities;
      readonly notes: readonly NotedValue[];
      /** The ids of the games in the file. */
      readonly games: ReadonlySet<string>;
      /** The number of stored rows that were removed. */
      readonly removed: number;
      readonly rejected: number;
      readonly duplicates: number;
      /** The file with the rejected rows; null when every row was taken. */
      readonly rejects: string | null;
    }
  | { readonly imported: false; readonly faults: readonly string[] };

/**
 * Imports one file completely or not at all. Every row is checked while it is loaded into a staging table. One MERGE
 * then updates the existing rows by key and inserts new rows. Importing the same file again is safe.
 */
export async function importFile(deps: ImportDeps, file: FileImport): Promise<FileOutcome> {
  const rules: ReadRules = { badRows: file.badRows.type, lastYear: lastLeagueYear(deps.now()) };
  const readState = fileReadState(copyIdentities(file.identities), faultList(), rules);
  const importId = deps.newId();
  const jobId = `import-${importId}`;
  const staging = fileStaging(file.kind, importId);
  if (!(await stageRows(deps, { file, readState, staging, jobId }))) {
    await deps.warehouse.drop(staging.name);
    return { imported: false, faults: faultSentences(readState.faults) };
  }
  const rejects = await writeRejects(file, readState);
  await file.beforeMerge();
  await storeIdentities(deps, readState, importId);
  const { kind, replaces } = file;
  const takenBack = await takeBack(deps.warehouse, { kind, staging: staging.name, replaces, jobId });
  await deps.warehouse.execute({ sql: file.kind.merge, tables: { staging: staging.name } }, `${jobId}-merge`);
  await recordImport(deps, { file, rows: readState.rows, jobId });
  await deps.warehouse.drop(staging.name);
  const { rows, identities, notes, rejected, duplicates } = readState;
  const counts = { removed: takenBack.rows, rejected: rejected.length, duplicates: duplicates.length };
  const allNotes = [...takenBack.notes, ...sortedNotes(notes)];
  return { imported: true, rows, identities, games: readState.games, notes: allNotes, ...counts, rejects };
}

/** The rejected rows are written before the others are merged, so that an interrupted import loses none of them. */
async function writeRejects({ source, badRows }: FileImport, { header, rejected }: FileReadState) {
  if (badRows.type === 'refuse-file' || rejected.length === 0) return null;
  return await badRows.write(source.name, rejectsCsv(header, rejected));
}

interface StagingRequest {
  readonly file: FileImport;
  readonly readState: FileReadState;
  readonly staging: Table;
  readonly jobId: string;
}

/**
 * Loads the rows of an import file into the staging table. If the file has faults, adds them to `readState` and returns
 * false.
 */
async function stageRows(
  { warehouse }: ImportDeps,
  { file, readState, staging, jobId }: StagingRequest,
): Promise<boolean> {
  const failures: unknown[] = [];
  try {
    await warehouse.load(
      staging,
      capturingErrors(readRows(file.source, file.kind, readState), failures),
      `${jobId}-load`,
    );
    return true;
  } catch (error) {
    const [failure] = failures;
    if (failure === undefined) throw error;
    if (failure instanceof Problem) addFault(readState.faults, failure.message);
    else if (!(failure instanceof InvalidImportFile)) throw failure;
    return false;
  }
}

/**
 * Yields the rows of an import file and remembers an error that reading them throws. The warehouse may wrap that error
 * in an error of its own.
 */
async function* capturingErrors(rows: AsyncIterable<string>, failures: unknown[]): AsyncGenerator<string> {
  try {
    yield* rows;
  } catch (error) {
    failures.push(error);
    throw error;
  }
}

interface ImportRecord {
  readonly file: FileImport;
  readonly rows: number;
  readonly jobId: string;
}

async function recordImport({ warehouse, now }: ImportDeps, { file, rows, jobId }: ImportRecord): Promise<void> {
  const parameters = {
    imported_at: { type: 'TIMESTAMP', value: now().toISOString() },
    file: { type: 'STRING', value: file.source.name },
    table_name: { type: 'STRING', value: file.kind.table.name },
    row_count: { type: 'INT64', value: rows },
    sha256: { type: 'STRING', value: file.source.sha256() },
    is_sample: { type: 'BOOL', value: file.origin === 'sample' },
  } as const;
  await warehouse.execute({ sql: 'import/sql/record-import', parameters }, `${jobId}-record`);
}
