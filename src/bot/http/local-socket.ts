import { randomUUID } from 'node:crypto';
import { chmod, lstat, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Problem } from '../../platform/problem.ts';

const SOCKET_NAME = 'tipoff.sock';
const ONLY_THIS_USER = 0o600;
const WRITABLE_BY_OTHERS = 0o022;
/** In bytes. macOS allows 103 and Linux 107; Node would cut a longer path without saying so. */
const LONGEST_PATH = 103;

/** The socket that commands of this user call. */
export interface LocalSocket {
  readonly path: string;
  /** Deletes the folder that was made for the socket, if there is one. */
  remove(): Promise<void>;
}

/**
 * Chooses the path of the socket: in the data folder, or in a new private folder if that path would be too long for a socket. Windows has
 * named pipes instead. Throws a `Problem` when the temporary folder's path is too long as well.
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

/** Removes the socket that a killed process left behind. Only the process that holds the data may call this. */
export async function removeStaleSocket(path: string): Promise<void> {
  if (process.platform !== 'win32') await rm(path, { force: true });
}

/** Lets only this user connect, also if the folder of the socket becomes readable for others. */
export async function restrictSocket(path: string): Promise<void> {
  if (process.platform !== 'win32') await chmod(path, ONLY_THIS_USER);
}

/**
 * Makes sure that only a process of this user can answer at the socket: its folder belongs to this user, and nobody else may write there.
 * So a client that calls this first never sends its token to somebody else. Throws a `Problem` `foreign_socket` otherwise.
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
    message: `${fault} Nothing was sent, because another user could read it.`,
  });
}

function tooLong(path: string): Problem {
  const message = `Tipoff needs a socket, and the paths of the data folder and of the temporary folder are too long for one: ${path} has more than ${LONGEST_PATH} bytes. Point TIPOFF_DATA or TMPDIR at a folder with a shorter path.`;
  return new Problem({ code: 'folder_unusable', message });
}
