import { errorText } from '../error-text.ts';
import { Problem } from '../problem.ts';

interface Cure {
  readonly pattern: RegExp;
  readonly code: string;
  readonly message: (path: string, match: RegExpExecArray) => string;
}

const CURES: readonly Cure[] = [
  {
    pattern: /Could not set lock on file.*?(?:\(PID (\d+)\)|$)/s,
    code: 'warehouse_held',
    message: (path, [, pid]) =>
      `The warehouse ${path} is open in another process${pid === undefined ? '' : ` (PID ${pid})`}. Stop that process, or ask it for what you need.`,
  },
  {
    pattern: /No space left on device|Disk quota exceeded|ENOSPC|EDQUOT/i,
    code: 'disk_full',
    message: (path) =>
      `The disk that holds the warehouse ${path} is full; nothing was changed. Free some space and try again.`,
  },
  {
    pattern: /Permission denied|Read-only file system|EACCES|EROFS|EPERM/i,
    code: 'folder_read_only',
    message: (path) =>
      `The warehouse ${path} cannot be written. Make its folder writable, or point TIPOFF_DATA at another one.`,
  },
  {
    pattern:
      /not a valid DuckDB database|corrupt|damaged log|checksum|Failed to deserialize|Could not read enough bytes|WAL file/i,
    code: 'warehouse_corrupt',
    message: (path) =>
      `The warehouse ${path} or its log is damaged. Nothing was changed. Run \`tipoff doctor\`: it says what can be kept.`,
  },
];

/** The world's known failures as a `Problem` that names the file; any other error as it is. */
export function duckdbProblem(error: unknown, path: string): unknown {
  const text = errorText(error);
  for (const { pattern, code, message } of CURES) {
    const match = pattern.exec(text);
    if (match) return new Problem({ code, message: message(path, match), cause: error });
  }
  return error;
}
