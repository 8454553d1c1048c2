import { Problem } from '../../platform/problem.ts';
import type { RecordSource } from '../../platform/record-source.ts';
import type { Table, Warehouse } from '../../platform/warehouse.ts';
import { players } from '../tables/players.ts';
import { addFault, faultList, faultSentences } from './fault-list.ts';
import { type ImportKind, stagingTable } from './import-kind.ts';
import { copyRegistry, type Player, type PlayerRegistry } from './player-registry.ts';
import { type Reading, RefusedFile, readRows } from './read-rows.ts';

export interface ImportDeps {
  readonly warehouse: Warehouse;
  readonly now: () => Date;
  /** Random and unique. */
  readonly newId: () => string;
}

export interface FileImport {
  readonly source: RecordSource;
  readonly kind: ImportKind;
  readonly registry: PlayerRegistry;
  readonly origin: 'files' | 'sample';
  /** Runs once the file is known to be good, before its rows go in. */
  readonly beforeMerge: () => Promise<void>;
}

export type FileOutcome =
  | { readonly taken: true; readonly rows: number; readonly registry: PlayerRegistry }
  | { readonly taken: false; readonly faults: readonly string[] };

/**
 * Takes in one file whole or not at all: every row is checked on its way into a staging table, then one statement updates the rows of its
 * table that are known by their key and inserts the others. Safe to repeat.
 */
export async function importFile(deps: ImportDeps, file: FileImport): Promise<FileOutcome> {
  const reading: Reading = { registry: copyRegistry(file.registry), faults: faultList(), rows: 0 };
  const importId = deps.newId();
  const jobId = `import-${importId}`;
  const staging = stagingTable(file.kind.table, importId);
  if (!(await stageRows(deps, { file, reading, staging, jobId }))) {
    await deps.warehouse.drop(staging.name);
    return { taken: false, faults: faultSentences(reading.faults) };
  }
  await file.beforeMerge();
  await addPlayers(deps.warehouse, reading.registry.added, importId);
  await deps.warehouse.execute({ sql: file.kind.merge, tables: { staging: staging.name } }, `${jobId}-merge`);
  await recordImport(deps, { file, rows: reading.rows, jobId });
  await deps.warehouse.drop(staging.name);
  return { taken: true, rows: reading.rows, registry: copyRegistry(reading.registry) };
}

interface Stage {
  readonly file: FileImport;
  readonly reading: Reading;
  readonly staging: Table;
  readonly jobId: string;
}

/** False when the file has faults; they are in the reading. */
async function stageRows({ warehouse }: ImportDeps, { file, reading, staging, jobId }: Stage): Promise<boolean> {
  const failures: unknown[] = [];
  try {
    await warehouse.load(staging, noting(readRows(file.source, file.kind, reading), failures), `${jobId}-load`);
    return true;
  } catch (error) {
    const [failure] = failures;
    if (failure === undefined) throw error;
    if (failure instanceof Problem) addFault(reading.faults, failure.message);
    else if (!(failure instanceof RefusedFile)) throw failure;
    return false;
  }
}

/** Keeps what the rows failed with, since a warehouse may wrap it in a failure of its own. */
async function* noting(rows: AsyncIterable<string>, failures: unknown[]): AsyncGenerator<string> {
  try {
    yield* rows;
  } catch (error) {
    failures.push(error);
    throw error;
  }
}

async function addPlayers(warehouse: Warehouse, added: readonly Player[], importId: string): Promise<void> {
  if (added.length === 0) return;
  const jobId = `import-${importId}-players`;
  const staging = stagingTable(players, importId);
  const lines = added.values().map((player) => JSON.stringify(player));
  await warehouse.load(staging, lines, `${jobId}-load`);
  await warehouse.execute({ sql: 'import/sql/merge-players', tables: { staging: staging.name } }, `${jobId}-merge`);
  await warehouse.drop(staging.name);
}

interface Taken {
  readonly file: FileImport;
  readonly rows: number;
  readonly jobId: string;
}

async function recordImport({ warehouse, now }: ImportDeps, { file, rows, jobId }: Taken): Promise<void> {
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
