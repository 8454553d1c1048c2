import { DiskFull } from '../disk-full.ts';
import { errorText } from '../error-text.ts';
import { Problem } from '../problem.ts';
import { HELD } from './duckdb-held.ts';

interface KnownFailure {
  readonly pattern: RegExp;
  readonly code: string;
  readonly message: (path: string, match: RegExpExecArray) => string;
}

/**
 * Matches the errors of a full disk. DuckDB also refuses to spill more to the disk than the disk had free when the
 * warehouse file was opened.
 */
export const DISK_IS_FULL = /No space left on device|Disk quota exceeded|ENOSPC|EDQUOT|max_temp_directory_size/i;

const KNOWN_FAILURES: readonly KnownFailure[] = [
  {
    pattern: HELD,
    code: 'warehouse_held',
    message: (path, [, pid]) =>
      `The warehouse ${path} is open in another process${pid === undefined ? '' : ` (PID ${pid})`}. Stop that process, or run this command through it.`,
  },
  {
    pattern: /Permission denied|Read-only file system|EACCES|EROFS|EPERM/i,
    code: 'folder_read_only',
    message: (path) =>
      `The warehouse ${path} cannot be written. Make its folder writable, or set TIPOFF_DATA to another folder.`,
  },
  {
    pattern:
      /not a valid DuckDB database|corrupt|damaged log|checksum|Failed to deserialize|Could not read enough bytes|WAL file/i,
    code: 'warehouse_corrupt',
    message: (path) =>
      `The warehouse ${path} or its log is damaged. Nothing was changed. Run \`tipoff doctor\` to see what can be kept.`,
  },
];

/**
 * Converts known failures of DuckDB's file or disk to a `Problem` or `DiskFull` that names the file. Returns any other
 * error unchanged.
 */
export function duckdbProblem(error: unknown, path: string): unknown {
  const text = errorText(error);
  if (DISK_IS_FULL.test(text)) return new DiskFull(`the warehouse ${path}`, error);
  for (const { pattern, code, message } of KNOWN_FAILURES) {
    const match = pattern.exec(text);
    if (match) return new Problem({ code, message: message(path, match), cause: error });
  }
  return error;
}
