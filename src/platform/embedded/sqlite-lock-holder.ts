import { readFileSync, statSync } from 'node:fs';

/** The suffixes of the files that SQLite may lock: the database file itself, and the shared memory file next to it. */
const LOCKED_FILES = ['', '-shm'];
/**
 * Matches one lock in Linux's list of file locks: `4: POSIX ADVISORY WRITE 1234 08:01:131090 120 120`. The third part
 * of the device is the inode.
 */
const LOCK = /POSIX\s+ADVISORY\s+WRITE\s+(\d+)\s+[\da-f]+:[\da-f]+:(\d+)/g;

/**
 * Returns the name of the program that has a SQLite file locked for writing, such as `python3 (PID 4242)`. Returns
 * undefined when the operating system does not provide it.
 */
export function sqliteLockHolder(path: string): string | undefined {
  try {
    const inodes = LOCKED_FILES.map((suffix) => String(statSync(`${path}${suffix}`, { throwIfNoEntry: false })?.ino));
    const pid = otherWriter(readFileSync('/proc/locks', 'utf8'), inodes);
    return pid === undefined ? undefined : `${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()} (PID ${pid})`;
  } catch {
    // The program with the lock cannot be named when the system has no /proc, or when the program has already ended.
    return undefined;
  }
}

/**
 * The PID of another process that has one of these files locked for writing, from the text of `/proc/locks`.
 * @internal exported for tests
 */
export function otherWriter(locks: string, inodes: readonly string[]): number | undefined {
  const writers = [...locks.matchAll(LOCK)].filter(([, , inode = '']) => inodes.includes(inode));
  return writers.map(([, pid]) => Number(pid)).find((pid) => pid !== process.pid);
}
