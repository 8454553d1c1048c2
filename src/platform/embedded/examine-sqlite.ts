import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { errorText } from '../error-text.ts';
import { type Diagnosis, type ExaminedFolder, lostFile, note, problem } from './diagnosis.ts';
import { salvageSqlite } from './salvage-sqlite.ts';
import { LAYOUT_VERSION } from './sqlite-layout.ts';
import { readSqliteLog, type SqliteLog } from './sqlite-log.ts';
import { countDocuments } from './sqlite-snapshot.ts';

const Version = z.object({ user_version: z.number() });
const Checked = z.array(z.object({ integrity_check: z.string() }));
const SHOWN_FAULTS = 3;
/** Matches the heading that SQLite prints before a list of damaged pages. */
const HEADING = /^\*\*\* in database main \*\*\*\n/;

interface SqliteCopy {
  /** The path of the SQLite file, relative to the data folder. */
  readonly file: string;
  /** The absolute path of the copy of the SQLite file. */
  readonly copy: string;
}

/**
 * Examines a copy of one SQLite file. It tries to read the copy with its log, then without the log. At last it copies
 * the readable rows out of it. If a process has the file open, the file itself is read, which SQLite allows.
 */
export async function examineSqlite(examined: ExaminedFolder, file: string): Promise<Diagnosis> {
  const path = join(examined.folder, file);
  const companions = [`${file}-wal`, `${file}-shm`].filter((name) => existsSync(join(examined.folder, name)));
  if ((await stat(path)).size === 0) return lostFile(file, companions, `${file} is empty: it has 0 bytes.`);
  if (examined.heldBy !== null) return diagnoseInUse(path, file);
  const copy = resolve(examined.folder, examined.staging, file);
  await mkdir(dirname(copy), { recursive: true, mode: 0o700 });
  await copyFile(path, copy);
  const log = existsSync(`${path}-wal`) ? await readFile(`${path}-wal`) : undefined;
  if (log !== undefined) await writeFile(`${copy}-wal`, log, { mode: 0o600 });
  const fault = faultOf(copy, 'read-write');
  const { message = '' } = fault ?? {};
  if (fault?.kind === 'newer') return { findings: [problem(file, message)], counts: {}, replacements: [] };
  if (fault === undefined) return await diagnoseLog(examined, { file, copy }, log);
  if (log !== undefined) {
    const withoutLog = await diagnoseWithoutLog({ file, copy }, path, companions);
    if (withoutLog !== undefined) return withoutLog;
  }
  return await salvage(examined, { file, copy }, { message, companions });
}

function diagnoseInUse(path: string, file: string): Diagnosis {
  const fault = faultOf(path, 'read-only');
  const findings =
    fault === undefined
      ? []
      : [problem(file, `${fault.message} Stop the process that uses the file, then run this command again.`)];
  return { findings, counts: fault === undefined ? countDocuments(path) : {}, replacements: [] };
}

interface Fault {
  readonly kind: 'newer' | 'damaged';
  readonly message: string;
}

function faultOf(path: string, access: 'read-only' | 'read-write'): Fault | undefined {
  try {
    const database = new DatabaseSync(path, { readOnly: access === 'read-only' });
    try {
      const { user_version: version } = Version.parse(database.prepare('PRAGMA user_version').get());
      const faults = Checked.parse(database.prepare(`PRAGMA integrity_check(${SHOWN_FAULTS})`).all());
      const [first = 'ok'] = faults.map((row) => row.integrity_check);
      if (first !== 'ok')
        return { kind: 'damaged', message: `The file is damaged: ${firstLine(first.replace(HEADING, ''))}.` };
      if (version <= LAYOUT_VERSION) return undefined;
      const message = `A newer version of Tipoff wrote the file (layout ${version}). Update Tipoff, or use another data folder.`;
      return { kind: 'newer', message };
    } finally {
      database.close();
    }
  } catch (error) {
    return { kind: 'damaged', message: `The file is damaged: ${firstLine(errorText(error))}.` };
  }
}

async function diagnoseLog(
  { staging }: ExaminedFolder,
  { file, copy }: SqliteCopy,
  log: Buffer | undefined,
): Promise<Diagnosis> {
  const counts = countDocuments(copy);
  if (log === undefined || log.byteLength === 0) return { findings: [], counts, replacements: [] };
  const read = readSqliteLog(log);
  const message = logFault(read);
  if (message === undefined) return { findings: [], counts, replacements: [] };
  const logFile = `${file}-wal`;
  const sentence =
    read.commits === 0
      ? 'The file keeps the data of its last checkpoint. Changes in the log are lost.'
      : `The file keeps the ${read.commits} changes before the damage. The ${read.unreadableCommits} changes after it are lost.`;
  const aside = [logFile, `${file}-shm`];
  const finding = problem(logFile, message, { aside, outlook: { kept: counts, lost: {}, sentence } });
  if (read.commits === 0) return { findings: [finding], counts, replacements: [] };
  await writeFile(`${copy}-readable`, log.subarray(0, read.readableBytes), { mode: 0o600 });
  return { findings: [finding], counts, replacements: [{ from: `${staging}/${file}-readable`, to: logFile }] };
}

function logFault({ header, unreadableCommits }: SqliteLog): string | undefined {
  if (header === 'damaged') return 'The beginning of the log is damaged, so SQLite ignores the whole log.';
  if (unreadableCommits === 0) return undefined;
  return `The log is damaged: SQLite ignores ${unreadableCommits} changes that follow the damage.`;
}

async function diagnoseWithoutLog(
  { file, copy }: SqliteCopy,
  path: string,
  companions: readonly string[],
): Promise<Diagnosis | undefined> {
  for (const name of [copy, `${copy}-wal`, `${copy}-shm`]) await rm(name, { force: true });
  await copyFile(path, copy);
  if (faultOf(copy, 'read-write') !== undefined) return undefined;
  const counts = countDocuments(copy);
  const sentence = 'The file keeps the data of its last checkpoint. Changes in the log are lost.';
  const message = 'The log is damaged. The file cannot be read with this log, but it is complete without it.';
  const finding = problem(`${file}-wal`, message, { aside: companions, outlook: { kept: counts, lost: {}, sentence } });
  return { findings: [finding], counts, replacements: [] };
}

async function salvage(
  { staging }: ExaminedFolder,
  { file, copy }: SqliteCopy,
  { message, companions }: { readonly message: string; readonly companions: readonly string[] },
): Promise<Diagnosis> {
  const salvaged = `${copy}-salvaged`;
  const result = salvageIn(copy, salvaged);
  if (result === undefined) return lostFile(file, companions, message);
  const { kept, lost } = result;
  const sentence = 'The rows that can be read are copied into a new file.';
  const finding = problem(file, message, { aside: [file, ...companions], outlook: { kept, lost, sentence } });
  const replacements = [{ from: `${staging}/${file}-salvaged`, to: file }];
  const advice =
    'If you have a recent backup, use `tipoff restore` instead of the repair. A backup may contain rows that cannot be read here.';
  return { findings: [finding, note(file, advice)], counts: kept, replacements };
}

function salvageIn(copy: string, salvaged: string) {
  try {
    return salvageSqlite(copy, salvaged);
  } catch {
    return;
  }
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').replace(/\.$/, '');
}
