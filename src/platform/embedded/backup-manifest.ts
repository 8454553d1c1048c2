import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { assertReadable } from '../file-fault.ts';
import { Problem } from '../problem.ts';
import type { Backup } from '../store-files.ts';
import { PLAIN_FOLDERS, SQLITE_FILES, WAREHOUSE_FILE } from './data-folder-files.ts';
import { hashFile } from './sync-file.ts';

export const MANIFEST_FILE = 'backup.json';
/** The version of the backup format. Increase it when older versions of Tipoff cannot restore a new backup. */
const FORMAT = 1;
const MAX_MANIFEST_BYTES = 16 * 1024 * 1024;

const Counts = z.record(z.string(), z.number().int().nonnegative());
/**
 * A path that a backup may contain. A restore writes only these paths into a data folder, so a manipulated manifest
 * cannot name others.
 */
const StorePath = z.string().refine((path) => {
  const [folder = '', name = '', ...deeper] = path.split('/');
  const isPlain =
    PLAIN_FOLDERS.some((known) => known === folder) && /^[^/\\]*[^./\\]$/.test(name) && deeper.length === 0;
  return isPlain || path === WAREHOUSE_FILE || SQLITE_FILES.some((known) => known === path);
}, 'must be the path of a file that belongs in a data folder');

const Format = z.object({ format: z.number().int() });
const BackupManifest = z.object({
  format: z.literal(FORMAT),
  tipoff_version: z.string(),
  created_at: z.iso.datetime(),
  files: z
    .array(
      z.object({
        path: StorePath,
        bytes: z.number().int().nonnegative(),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .min(1),
  /** The number of documents in a backup by collection, and the number of its rows by table. */
  documents: Counts,
  rows: Counts,
});
/** The manifest of a backup, which lists its files. It is written after all other files. */
export type BackupManifest = z.infer<typeof BackupManifest>;

export function newManifest(content: Omit<BackupManifest, 'format'>): BackupManifest {
  return { format: FORMAT, ...content };
}

export function backupOf(folder: string, manifest: BackupManifest): Backup {
  return {
    folder,
    createdAt: manifest.created_at,
    version: manifest.tipoff_version,
    bytes: manifest.files.reduce((sum, { bytes }) => sum + bytes, 0),
    files: manifest.files.length,
    documents: manifest.documents,
    rows: manifest.rows,
  };
}

/** Reads the manifest of a backup. Throws a `Problem` when the folder is not a backup that this version can restore. */
export async function readManifest(folder: string): Promise<BackupManifest> {
  const text = await manifestText(folder);
  const content = jsonOf(text);
  const format = Format.safeParse(content).data?.format;
  if (format !== undefined && format > FORMAT) {
    throw new Problem({
      code: 'backup_too_new',
      message: `The backup ${folder} was made by a newer version of Tipoff. Restore it with that version.`,
    });
  }
  const manifest = BackupManifest.safeParse(content);
  if (manifest.success) return manifest.data;
  throw damaged(folder, `its ${MANIFEST_FILE} cannot be read`, manifest.error);
}

/**
 * Compares the size and the hash of every file in a backup with the manifest. Throws a `Problem` that names the first
 * difference.
 */
export async function verifyFiles(folder: string, { files }: BackupManifest): Promise<void> {
  for (const { path, bytes, sha256 } of files) {
    const found = await stat(join(folder, path)).catch(() => undefined);
    if (found === undefined || !found.isFile()) throw damaged(folder, `${path} is missing`);
    if (found.size !== bytes) throw damaged(folder, `${path} has ${found.size} bytes instead of ${bytes}`);
    if ((await hashFile(join(folder, path))) !== sha256)
      throw damaged(folder, `${path} has changed since the backup was made`);
  }
}

async function manifestText(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined) throw noBackup(`The folder ${folder} does not exist. Name the folder of a backup.`);
  if (!found.isDirectory()) throw noBackup(`${folder} is not a folder. Name the folder of a backup.`);
  try {
    const path = join(folder, MANIFEST_FILE);
    assertReadable(await stat(path), MAX_MANIFEST_BYTES);
    return await readFile(path, 'utf8');
  } catch (error) {
    throw noBackup(`${folder} does not hold a backup: its ${MANIFEST_FILE} is missing or cannot be read.`, error);
  }
}

function noBackup(message: string, cause?: unknown): Problem {
  return new Problem({ code: 'no_backup', message, cause });
}

function damaged(folder: string, difference: string, cause?: unknown): Problem {
  return new Problem({
    code: 'backup_damaged',
    message: `The backup ${folder} is damaged: ${difference}. Nothing was changed. Use another backup.`,
    cause,
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
