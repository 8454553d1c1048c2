import * as z from 'zod';
import { errorText } from './error-text.ts';

const SystemError = z.object({ code: z.string() });

const FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'you do not have permission to use it',
  EPERM: 'you do not have permission to use it',
  EROFS: 'its disk is read-only',
  ENOSPC: 'its disk is full',
  EEXIST: 'a file is in the place of its folder',
  EISDIR: 'it is a folder',
  ENOTDIR: 'its path leads through a file',
  ELOOP: 'it is a symbolic link that leads to itself',
  ENAMETOOLONG: 'its path is too long',
  EIO: 'its disk reports errors',
};

/** The facts of a file that the system gives before the file is read. */
interface FileFacts {
  /** Bytes. */
  readonly size: number;
  isFile(): boolean;
  isDirectory(): boolean;
}

/** Describes why a file cannot be read, as the end of a sentence: `it does not exist`. */
export function fileFault(error: unknown): string {
  return FAULTS[SystemError.safeParse(error).data?.code ?? ''] ?? errorText(error);
}

/**
 * Throws an error for a file whose reading may never end or fill the memory: a device, a pipe, or a file of more than
 * `maxBytes`. `fileFault` describes the error.
 */
export function assertReadable(found: FileFacts, maxBytes = Number.POSITIVE_INFINITY): void {
  if (found.isDirectory()) throw new Error('it is a folder');
  if (!found.isFile()) throw new Error('it is a device or a pipe, not a file');
  if (found.size <= maxBytes) return;
  const [size, most] = [found.size, maxBytes].map((bytes) => bytes.toLocaleString('en-US'));
  throw new Error(`it has ${size} bytes, but at most ${most} are allowed`);
}
