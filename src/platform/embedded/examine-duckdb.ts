import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Finding, RowCounts } from '../store-files.ts';
import { WAREHOUSE_FILE } from './data-folder-files.ts';
import { type Diagnosis, type ExaminedFolder, lostFile, note, problem, unchecked } from './diagnosis.ts';
import { ENTRY_HEADER_BYTES, readDuckdbLog } from './duckdb-log.ts';
import type { DuckdbContent, DuckdbProbeReply, ProbedTable } from './duckdb-probe-protocol.ts';
import { probeDuckdb } from './probe-duckdb.ts';

const LOG_FILE = `${WAREHOUSE_FILE}.wal`;
const DAMAGED_ENTRY = /entry at byte position (\d+)/;
const LAST_CHECKPOINT =
  'The warehouse keeps the data of its last checkpoint. Data written after that checkpoint is lost.';
/** A SQL query that returns no rows. It is used when nobody needs the numbers of rows by id. */
const COUNTS_NOTHING = 'SELECT NULL, 0 WHERE FALSE';
const PRELUDE_MIGRATION = /^prelude-/;

export interface WarehouseToExamine {
  /** The ids of the warehouse migrations that this version of Tipoff knows. */
  readonly migrations: readonly string[];
  /** The SQL query that counts warehouse rows by id, for the comparison with the document store. */
  readonly rowsById: string;
  /** Reads every value of the warehouse that this process has open. */
  readonly readOpen: (rowsById: string) => Promise<DuckdbContent>;
}

type Readable = Extract<DuckdbProbeReply, { type: 'readable' }>;

/**
 * Examines the warehouse file. It tries to read the file with its log, then with the log up to the damage, then without
 * the log. At last it copies the readable rows out of it. When this process has the warehouse open, it reads through
 * its own connection.
 */
export async function examineDuckdb(examined: ExaminedFolder, warehouse: WarehouseToExamine): Promise<Diagnosis> {
  const path = join(examined.folder, WAREHOUSE_FILE);
  if (examined.heldBy === process.pid) return await diagnoseOpen(warehouse);
  if (examined.heldBy !== null) return held(examined.heldBy);
  const log = await bytesOf(`${path}.wal`);
  if ((await stat(path)).size === 0) {
    return lostFile(
      WAREHOUSE_FILE,
      log === undefined ? [] : [LOG_FILE],
      'The warehouse is empty: the file has 0 bytes.',
    );
  }
  const reply = await probeDuckdb({ kind: 'read', path, rowsById: warehouse.rowsById });
  switch (reply.type) {
    case 'held':
      return held(reply.pid);
    case 'readable':
      return await diagnoseReadable(examined, { reply, log, migrations: warehouse.migrations });
    case 'unreadable':
      return log === undefined
        ? lostFile(WAREHOUSE_FILE, [], `The warehouse cannot be opened: ${firstLine(reply.fault)}.`)
        : await withShorterLog(examined, { fault: reply.fault, log });
  }
}

async function diagnoseOpen({ migrations, rowsById, readOpen }: WarehouseToExamine): Promise<Diagnosis> {
  const reply = await readOpen(rowsById);
  const damaged = damagedTables(reply).map(({ table }) => table);
  const message = `The warehouse is damaged: ${damaged.join(', ')} cannot be read completely. Stop this process, then run \`tipoff doctor\`.`;
  const findings = [
    ...foreignMigrations(reply, migrations),
    ...(damaged.length === 0 ? [] : [problem(WAREHOUSE_FILE, message)]),
  ];
  return { findings, counts: countsOf(reply.tables), replacements: [], ...rowsByIdOf(reply) };
}

function rowsByIdOf({ rows_by_id: rows }: DuckdbContent): Pick<Diagnosis, 'rowsById'> {
  return rows === null ? {} : { rowsById: new Map(rows) };
}

function held(pid: number): Diagnosis {
  const holder = pid === 0 ? 'another process' : `process ${pid}`;
  const message = `The warehouse is in use by ${holder}, so its content was not read. Stop that process first to examine the warehouse.`;
  return { findings: [unchecked(WAREHOUSE_FILE, message)], counts: {}, replacements: [] };
}

async function diagnoseReadable(
  examined: ExaminedFolder,
  { reply, log, migrations }: { reply: Readable; log: Buffer | undefined; migrations: readonly string[] },
): Promise<Diagnosis> {
  if (damagedTables(reply).length > 0) {
    return await salvage(examined, join(examined.folder, WAREHOUSE_FILE), log === undefined ? [] : [LOG_FILE]);
  }
  const counts = countsOf(reply.tables);
  const ofLog = log === undefined ? undefined : await diagnoseLog(examined, { log, counts });
  const findings = [...foreignMigrations(reply, migrations), ...(ofLog?.findings ?? []), ...stagingTables(reply)];
  return { findings, counts, replacements: ofLog?.replacements ?? [], ...rowsByIdOf(reply) };
}

function foreignMigrations({ migrations }: DuckdbContent, known: readonly string[]): readonly Finding[] {
  const foreign = migrations.filter((id) => !known.includes(id) && !PRELUDE_MIGRATION.test(id));
  if (foreign.length === 0) return [];
  const message = `Another version of Tipoff wrote the warehouse: this version does not know the migrations ${foreign.join(', ')}. Update Tipoff, or use another data folder.`;
  return [problem(WAREHOUSE_FILE, message)];
}

function stagingTables({ tables }: Readable): readonly Finding[] {
  const left = tables.filter(({ table }) => table.startsWith('nba_staging.'));
  if (left.length === 0) return [];
  const names = left.map(({ table }) => table).join(', ');
  const message = `The warehouse contains staging tables of unfinished batches: ${names}. No action is needed: Tipoff deletes them when those batches finish.`;
  return [note(WAREHOUSE_FILE, message)];
}

/**
 * Examines a DuckDB log for damage that DuckDB itself ignores. Resolves to undefined when the log is undamaged.
 */
async function diagnoseLog(
  examined: ExaminedFolder,
  { log, counts }: { log: Buffer; counts: RowCounts },
): Promise<Pick<Diagnosis, 'findings' | 'replacements'> | undefined> {
  const { header, wholeBytes, after } = readDuckdbLog(log);
  if (header === 'other') return log.byteLength === 0 ? undefined : await diagnoseHeader(examined, { log, counts });
  const rest = `${log.byteLength - wholeBytes} of ${log.byteLength} bytes`;
  switch (after) {
    case 'nothing':
      return undefined;
    case 'incomplete entry': {
      const message = `The last entry of the log is incomplete (${rest}), as after a power cut. The next start ignores that entry.`;
      return { findings: [note(LOG_FILE, message)], replacements: [] };
    }
    case 'whole entries': {
      const message =
        'The log of the warehouse is damaged: the length of an entry is wrong, so DuckDB ignores the rest of the log.';
      await mkdir(stagingPath(examined), { recursive: true, mode: 0o700 });
      await writeFile(join(stagingPath(examined), LOG_FILE), log.subarray(0, wholeBytes), { mode: 0o600 });
      const outlook = { kept: counts, lost: {}, sentence: upToDamage(rest) };
      return {
        findings: [problem(LOG_FILE, message, { aside: [LOG_FILE], outlook })],
        replacements: [{ from: `${examined.staging}/${LOG_FILE}`, to: LOG_FILE }],
      };
    }
  }
}

function upToDamage(rest: string): string {
  return `The warehouse keeps everything up to the damage. Changes in the last ${rest} of the log are lost.`;
}

async function diagnoseHeader(examined: ExaminedFolder, { log, counts }: { log: Buffer; counts: RowCounts }) {
  const reply = await probeDuckdb({ kind: 'read', path: await stagedCopy(examined), rowsById: COUNTS_NOTHING });
  const isIgnored = reply.type === 'readable' && JSON.stringify(countsOf(reply.tables)) === JSON.stringify(counts);
  if (!isIgnored) return;
  const message = `The beginning of the warehouse's log is damaged, so DuckDB ignores the whole log (${log.byteLength} bytes).`;
  const outlook = { kept: counts, lost: {}, sentence: LAST_CHECKPOINT };
  return { findings: [problem(LOG_FILE, message, { aside: [LOG_FILE], outlook })], replacements: [] };
}

async function withShorterLog(
  examined: ExaminedFolder,
  { fault, log }: { fault: string; log: Buffer },
): Promise<Diagnosis> {
  const path = await stagedCopy(examined);
  const position = Number(DAMAGED_ENTRY.exec(fault)?.[1] ?? 0);
  const reason = position > 0 ? `the checksum of an entry is wrong (at byte ${position})` : firstLine(fault);
  const message = `The log of the warehouse is damaged: ${reason}.`;
  const end = position - ENTRY_HEADER_BYTES;
  if (end > 0) {
    await writeFile(`${path}.wal`, log.subarray(0, end), { mode: 0o600 });
    const reply = await probeDuckdb({ kind: 'read', path, rowsById: COUNTS_NOTHING });
    if (reply.type === 'readable' && damagedTables(reply).length === 0) {
      const sentence = upToDamage(`${log.byteLength - end} of ${log.byteLength} bytes`);
      return logDiagnosis({ reply, message, sentence }, [{ from: `${examined.staging}/${LOG_FILE}`, to: LOG_FILE }]);
    }
    await rm(`${path}.wal`, { force: true });
  }
  const reply = await probeDuckdb({ kind: 'read', path, rowsById: COUNTS_NOTHING });
  if (reply.type !== 'readable')
    return lostFile(WAREHOUSE_FILE, [LOG_FILE], `The warehouse cannot be opened: ${firstLine(fault)}.`);
  if (damagedTables(reply).length > 0) return await salvage(examined, path, [LOG_FILE]);
  return logDiagnosis({ reply, message, sentence: LAST_CHECKPOINT }, []);
}

function logDiagnosis(
  { reply, message, sentence }: { reply: Readable; message: string; sentence: string },
  replacements: Diagnosis['replacements'],
): Diagnosis {
  const counts = countsOf(reply.tables);
  const finding = problem(LOG_FILE, message, { aside: [LOG_FILE], outlook: { kept: counts, lost: {}, sentence } });
  return { findings: [finding], counts, replacements };
}

async function salvage(examined: ExaminedFolder, path: string, companions: readonly string[]): Promise<Diagnosis> {
  const salvaged = `${examined.staging}/salvaged.duckdb`;
  await mkdir(stagingPath(examined), { recursive: true, mode: 0o700 });
  const reply = await probeDuckdb({ kind: 'salvage', path, to: resolve(examined.folder, salvaged) });
  if (reply.type !== 'readable')
    return lostFile(WAREHOUSE_FILE, companions, 'The warehouse is damaged, and its tables cannot be copied.');
  const damaged = damagedTables(reply).map(({ table }) => table);
  const lost = Object.fromEntries(
    reply.tables.filter((table) => table.lost > 0).map((table) => [table.table, table.lost]),
  );
  const counts = countsOf(reply.tables);
  const message = `The warehouse is damaged: ${damaged.join(', ')} cannot be read completely.`;
  const sentence = 'The rows that can be read are copied into a new file.';
  const repair = { aside: [WAREHOUSE_FILE, ...companions], outlook: { kept: counts, lost, sentence } };
  return {
    findings: [problem(WAREHOUSE_FILE, message, repair)],
    counts,
    replacements: [{ from: salvaged, to: WAREHOUSE_FILE }],
  };
}

/**
 * Copies the warehouse file without its log into the staging folder, so that the examination cannot change the
 * original.
 */
async function stagedCopy(examined: ExaminedFolder): Promise<string> {
  await mkdir(stagingPath(examined), { recursive: true, mode: 0o700 });
  const path = join(stagingPath(examined), WAREHOUSE_FILE);
  await copyFile(join(examined.folder, WAREHOUSE_FILE), path);
  return path;
}

function stagingPath({ folder, staging }: ExaminedFolder): string {
  return resolve(folder, staging);
}

function damagedTables({ tables }: DuckdbContent): readonly ProbedTable[] {
  return tables.filter(({ fault }) => fault !== null);
}

function countsOf(tables: readonly ProbedTable[]): RowCounts {
  const shown = tables.filter(({ table, rows }) => rows > 0 && !table.startsWith('tipoff_meta.'));
  return Object.fromEntries(shown.map(({ table, rows }) => [table, rows]));
}

function firstLine(fault: string): string {
  return (fault.split('\n', 1)[0] ?? '').replace(/\.$/, '');
}

async function bytesOf(path: string): Promise<Buffer | undefined> {
  return existsSync(path) ? await readFile(path) : undefined;
}
