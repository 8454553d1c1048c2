import { randomUUID } from 'node:crypto';
import { chmod, lstat, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Problem } from '../../platform/problem.ts';

const SOCKET_NAME = 'tipoff.sock';
const ONLY_THIS_USER = 0o600;
const WRITABLE_BY_OTHERS = 0o022;
/**
 * The longest path of a socket that works everywhere, in bytes. macOS allows 103 and Linux 107. Node cuts a longer path
 * without an error.
 */
const LONGEST_PATH = 103;

/** The path of the socket that the `tipoff` commands of this user call. */
export interface LocalSocket {
  readonly path: string;
  /** Deletes the folder that was created for the socket. A socket in the data folder has no such folder. */
  remove(): Promise<void>;
}

/**
 * Chooses the path of the server's local socket. The socket is in the data folder, or in a new private folder if its
 * path there would be too long. On Windows the socket is a named pipe. Throws a `Problem` if both paths are too long.
 */
export async function chooseLocalSocket(dataFolder: string): Promise<LocalSocket> {
  if (process.platform === 'win32')
    return { path: `\\\\.\\pipe\\tipoff-${randomUUID()}`, remove: () => Promise.resolve() };
  const inside = join(dataFolder, SOCKET_NAME);
  if (isShortEnough(inside)) return { path: inside, remove: () => Promise.resolve() };
  const folder = await mkdtemp(join(tmpdir(), 'tipoff-'));
  const path = join(folder, SOCKET_NAME);
  const remove = () => rm(folder, { recursive: true, force: true });
  if (isShortEnough(path)) return { path, remove };
  await remove();
  throw tooLong(path);
}

/**
 * Removes the socket that a killed process left behind. Only the process that holds the data may call this function.
 */
export async function removeStaleSocket(path: string): Promise<void> {
  if (process.platform !== 'win32') await rm(path, { force: true });
}

/** Lets only this user connect to the socket, even if other users gain access to its folder. */
export async function restrictSocket(path: string): Promise<void> {
  if (process.platform !== 'win32') await chmod(path, ONLY_THIS_USER);
}

/**
 * Checks that only a process of this user can answer at the socket: the folder of the socket must belong to this user,
 * and no other user may write there. Clients call this function before they send a token. Throws a `Problem`
 * `foreign_socket` if the check fails.
 */
export async function verifySocketOwner(path: string): Promise<void> {
  if (process.getuid === undefined) return;
  const folder = dirname(path);
  const { uid, mode } = await lstat(folder);
  if (uid !== process.getuid()) throw foreignSocket(`The folder ${folder} of Tipoff's socket belongs to another user.`);
  if ((mode & WRITABLE_BY_OTHERS) !== 0) {
    throw foreignSocket(
      `Other users may write in the folder ${folder} of Tipoff's socket. Run \`chmod 700 ${folder}\`.`,
    );
  }
}

function isShortEnough(path: string): boolean {
  return Buffer.byteLength(path) <= LONGEST_PATH;
}

function foreignSocket(fault: string): Problem {
  return new Problem({
    code: 'foreign_socket',
    message: `${fault} Another user could read a command that goes through it, so Tipoff sent nothing.`,
  });
}

function tooLong(path: string): Problem {
  const message = `Tipoff needs a socket, and the paths of the data folder and of the temporary folder are too long for one: ${path} has more than ${LONGEST_PATH} bytes. Point TIPOFF_DATA or TMPDIR at a folder with a shorter path.`;
  return new Problem({ code: 'folder_unusable', message });
}
