import { randomUUID } from 'node:crypto';
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

const FILE_NAME = 'server.json';
const ONLY_THIS_USER = 0o600;

/**
 * The content of `server.json` in a data folder. Other processes of the same user read it to call the process that
 * holds the folder.
 */
export const ServerFile = z.object({
  /** The port on 127.0.0.1 that programs other than Tipoff call. Tipoff's own commands call the socket. */
  port: z.number().int().min(1).max(65_535),
  /** The path of the server's local socket, which only this user can open. */
  socket: z.string().min(1),
  token: z.string().min(32),
  pid: z.number().int().positive(),
  instance: z.string(),
  started_at: z.string(),
});
export type ServerFile = z.infer<typeof ServerFile>;

/**
 * Reads server.json. Returns undefined if the file is missing or invalid. A file that another user wrote is ignored,
 * because it could direct a token to that user.
 */
export async function readServerFile(dataFolder: string): Promise<ServerFile | undefined> {
  const file = await open(join(dataFolder, FILE_NAME)).catch(absentIs(undefined));
  if (file === undefined) return undefined;
  try {
    const { uid } = await file.stat();
    if (process.getuid !== undefined && uid !== process.getuid()) return undefined;
    return ServerFile.safeParse(jsonOrNothing(await file.readFile('utf8'))).data;
  } finally {
    await file.close();
  }
}

/** Writes server.json as a temporary file and renames it, so that readers never see a half-written file. */
export async function writeServerFile(dataFolder: string, content: ServerFile): Promise<void> {
  const beside = join(dataFolder, `${FILE_NAME}.${randomUUID()}`);
  await writeFile(beside, `${JSON.stringify(content, null, 2)}\n`, { mode: ONLY_THIS_USER, flag: 'wx' });
  await rename(beside, join(dataFolder, FILE_NAME));
}

/** Removes server.json if this process wrote it. The file of another process stays. */
export async function removeServerFile(dataFolder: string, instance: string): Promise<void> {
  const present = await readServerFile(dataFolder);
  if (present?.instance === instance) await rm(join(dataFolder, FILE_NAME), { force: true });
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function absentIs<T>(value: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT') return value;
    throw error;
  };
}
