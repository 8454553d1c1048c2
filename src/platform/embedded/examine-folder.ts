import { randomUUID } from 'node:crypto';
import { constants, existsSync, type Stats } from 'node:fs';
import { access, mkdir, mkdtemp, readdir, rm, stat, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import type { CrossCheck } from '../cross-check.ts';
import { dataFolderProblem } from '../folder-problem.ts';
import { Problem } from '../problem.ts';
import { type Examination, type Finding, PENDING_FILE, type StoreProgress } from '../store-files.ts';
import { DOCUMENTS_FILE, SQLITE_FILES, STAGING_PREFIX, WAREHOUSE_FILE } from './data-folder-files.ts';
import { type Diagnosis, type ExaminedFolder, note, problem } from './diagnosis.ts';
import { examineDuckdb, type WarehouseToExamine } from './examine-duckdb.ts';
import { examineSqlite } from './examine-sqlite.ts';
import { readPendingMoves } from './pending-moves.ts';
import { holderOf } from './probe-duckdb.ts';

const Absent = z.object({ code: z.literal('ENOENT') });
const MIB = 1024 * 1024;
/** A disk with less free space than this is reported. A batch on a night with many games needs about this much. */
const LOW_SPACE_MIB = 200;
const NOTHING: Diagnosis = { findings: [], counts: {}, replacements: [] };

export interface ExaminableFolder {
  readonly folder: string;
  /** The ids of the warehouse migrations that this version of Tipoff knows. */
  readonly migrations: readonly string[];
  /**
   * With `here`, the data folder has the document store, as SQLite files. With `elsewhere`, the document store is not
   * in the data folder.
   */
  readonly documents: 'here' | 'elsewhere';
  readonly crossCheck: CrossCheck;
  readonly readOpenWarehouse: WarehouseToExamine['readOpen'];
}

/**
 * The result of examining a data folder, with what its repair needs. Files in `replacements` are in the staging folder
 * until `discard` is called.
 */
export interface PreparedRepair {
  readonly examination: Examination;
  readonly replacements: Diagnosis['replacements'];
  discard(): Promise<void>;
}

export async function examineFolder(target: ExaminableFolder, progress: StoreProgress): Promise<PreparedRepair> {
  const { folder, documents } = target;
  // Where the stores are in the cloud, nobody misses the folder.
  if (documents === 'elsewhere' && !existsSync(folder)) return withFindings(folder, []);
  const unusable = await unusableFolder(folder);
  if (unusable !== undefined) return withFindings(folder, [unusable]);
  const pending = await readPendingMoves(folder);
  if (pending !== undefined) {
    const message = `A ${pending.reason} was interrupted. \`tipoff doctor --repair\` finishes it. The stores stay closed until then.`;
    return withFindings(folder, [problem(PENDING_FILE, message)]);
  }
  progress('Looking for a process that uses the data');
  const heldBy = await holderOf(folder);
  const examined = { folder, staging: await stagingIn(folder), heldBy };
  try {
    return await examineStores(target, examined, progress);
  } catch (error) {
    await discardStaging(examined);
    throw error;
  }
}

async function examineStores(
  target: ExaminableFolder,
  examined: ExaminedFolder,
  progress: StoreProgress,
): Promise<PreparedRepair> {
  const { folder, migrations, documents, crossCheck } = target;
  const warehouse = { migrations, rowsById: crossCheck.rowsById, readOpen: target.readOpenWarehouse };
  const files = documents === 'here' ? SQLITE_FILES : [];
  const present = [...files, WAREHOUSE_FILE].filter((file) => existsSync(join(folder, file)));
  const diagnoses = new Map<string, Diagnosis>();
  for (const file of present) {
    progress(`Examining ${file}`);
    const diagnosis = file === WAREHOUSE_FILE ? examineDuckdb(examined, warehouse) : examineSqlite(examined, file);
    diagnoses.set(file, await diagnosis);
  }
  const findings = [
    ...(await accessFindings(folder, present)),
    ...missingStores(present, documents),
    ...[...diagnoses.values()].flatMap((diagnosis) => diagnosis.findings),
    ...(await crossFindings(target, examined, diagnoses)),
    ...(await leftovers(examined)),
  ];
  const countsOf = (file: string) => (diagnoses.get(file) ?? NOTHING).counts;
  return {
    examination: {
      folder,
      heldBy: examined.heldBy,
      findings,
      documents: countsOf(DOCUMENTS_FILE),
      rows: countsOf(WAREHOUSE_FILE),
    },
    replacements: [...diagnoses.values()].flatMap(({ replacements }) => replacements),
    discard: () => discardStaging(examined),
  };
}

/** Compares the stores only when none is damaged, because the repair of a damaged one would change the result. */
async function crossFindings(
  { crossCheck, readOpenWarehouse }: ExaminableFolder,
  { folder, staging, heldBy }: ExaminedFolder,
  diagnoses: ReadonlyMap<string, Diagnosis>,
): Promise<readonly Finding[]> {
  const { findings = [] } = diagnoses.get(DOCUMENTS_FILE) ?? {};
  const warehouse = diagnoses.get(WAREHOUSE_FILE);
  const isWhole = [...findings, ...(warehouse?.findings ?? [])].every(({ level }) => level === 'note');
  if (!diagnoses.has(DOCUMENTS_FILE) || warehouse?.rowsById === undefined || !isWhole) return [];
  if (heldBy === null) return await crossCheck.findings(resolve(folder, staging, DOCUMENTS_FILE), warehouse.rowsById);
  // A batch may finish while the stores are read, so a difference counts only if two comparisons in a row find it.
  const path = join(folder, DOCUMENTS_FILE);
  const first = await crossCheck.findings(path, warehouse.rowsById);
  if (first.length === 0) return [];
  const { rows_by_id: rows } = await readOpenWarehouse(crossCheck.rowsById);
  const again = await crossCheck.findings(path, new Map(rows));
  return again.filter(({ message }) => first.some((finding) => finding.message === message));
}

function withFindings(folder: string, findings: readonly Finding[]): PreparedRepair {
  const examination = { folder, heldBy: null, findings, documents: {}, rows: {} };
  return { examination, replacements: [], discard: () => Promise.resolve() };
}

async function unusableFolder(folder: string): Promise<Finding | undefined> {
  const found = await statFolder(folder);
  if (found === undefined)
    return note('.', `The data folder ${folder} does not exist yet. \`tipoff start\` creates it.`);
  if (found instanceof Problem) return problem('.', found.message);
  if (!found.isDirectory()) return problem('.', `${folder} is not a folder. Point TIPOFF_DATA at a folder.`);
  return (await isAllowed(folder, constants.R_OK | constants.X_OK))
    ? undefined
    : problem('.', `You may not read the folder ${folder}. Run this command as the user who owns it.`);
}

/**
 * Reads the facts of a data folder. Resolves to undefined when the folder does not exist, and to a `Problem` when its
 * path leads through a file, or through a folder that this user may not enter.
 */
async function statFolder(folder: string): Promise<Stats | Problem | undefined> {
  try {
    return await stat(folder);
  } catch (error) {
    if (Absent.safeParse(error).success) return undefined;
    const fault = dataFolderProblem(error, folder);
    if (fault instanceof Problem) return fault;
    throw fault;
  }
}

async function accessFindings(folder: string, present: readonly string[]): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  if (!(await isAllowed(folder, constants.W_OK)))
    findings.push(
      problem('.', `You may not write to the folder ${folder}. Make it writable, or run this command as its owner.`),
    );
  for (const file of present)
    if (!(await isAllowed(join(folder, file), constants.R_OK | constants.W_OK)))
      findings.push(
        problem(
          file,
          'You may not read and write this file. Change its permissions, or run this command as its owner.',
        ),
      );
  const { bavail, bsize } = await statfs(folder);
  const freeMiB = Math.floor((bavail * bsize) / MIB);
  if (freeMiB < LOW_SPACE_MIB)
    findings.push(
      problem(
        '.',
        `The disk with the data folder has ${freeMiB} MiB left. Free some space: a batch may need ${LOW_SPACE_MIB} MiB.`,
      ),
    );
  return findings;
}

/**
 * Reports missing store files. A new data folder holds no store, but a folder that holds one store must also hold the
 * other.
 */
function missingStores(present: readonly string[], documents: 'here' | 'elsewhere'): readonly Finding[] {
  if (documents === 'elsewhere') return [];
  const stores = [DOCUMENTS_FILE, WAREHOUSE_FILE];
  const missing = stores.filter((file) => !present.includes(file));
  if (missing.length === stores.length)
    return [note('.', 'The data folder holds no stores yet. `tipoff start` creates them.')];
  const message =
    'This file is missing, although the other store exists. If you have a backup, `tipoff restore <folder>` puts it back. Otherwise the next start creates an empty file.';
  return missing.map((file) => problem(file, message));
}

async function leftovers({ folder, staging, heldBy }: ExaminedFolder): Promise<readonly Finding[]> {
  const names = await readdir(folder);
  const copies = names.filter((name) => name.startsWith(STAGING_PREFIX) && name !== staging);
  const loads = heldBy === null ? names.filter((name) => name.startsWith(`${WAREHOUSE_FILE}.load-`)) : [];
  return [
    ...(names.includes('server.json') && heldBy === null
      ? [note('server.json', 'A process that was killed left this file behind. The next start replaces it.')]
      : []),
    ...loads.map((name) => note(name, 'An interrupted load left this file behind. The next start removes it.')),
    ...copies.map((name) =>
      note(
        name,
        'An interrupted restore or `tipoff doctor` left this folder behind. The next restore or `tipoff doctor` removes it.',
      ),
    ),
  ];
}

/**
 * Creates the staging folder in the data folder, where a repair needs it. If the data folder cannot be written, creates
 * it elsewhere.
 */
async function stagingIn(folder: string): Promise<string> {
  const name = `${STAGING_PREFIX}${randomUUID()}`;
  if (!(await isAllowed(folder, constants.W_OK))) return await mkdtemp(join(tmpdir(), 'tipoff-doctor-'));
  await mkdir(join(folder, name), { mode: 0o700 });
  return name;
}

async function discardStaging({ folder, staging }: ExaminedFolder): Promise<void> {
  await rm(resolve(folder, staging), { recursive: true, force: true });
}

async function isAllowed(path: string, mode: number): Promise<boolean> {
  return await access(path, mode).then(
    () => true,
    () => false,
  );
}
