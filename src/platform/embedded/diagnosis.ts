import type { Finding, Outlook, RowCounts } from '../store-files.ts';

/** What the examination of one store found, and the prepared files for its repair. The store itself is not changed. */
export interface Diagnosis {
  readonly findings: readonly Finding[];
  readonly counts: RowCounts;
  /** The prepared files that replace damaged files. All paths are relative to the data folder. */
  readonly replacements: readonly { readonly from: string; readonly to: string }[];
  /**
   * For each id, the number of warehouse rows, for the comparison with the document store. The map is absent when the
   * rows cannot be counted.
   */
  readonly rowsById?: ReadonlyMap<string, number>;
}

export interface ExaminedFolder {
  /** The absolute path of the data folder. */
  readonly folder: string;
  /**
   * The path of the staging folder for copies. It is relative to the data folder, or absolute when the data folder
   * cannot be written.
   */
  readonly staging: string;
  /**
   * The PID of the process that has the warehouse open. It is 0 when the PID is unknown, and null when no process has
   * the warehouse open.
   */
  readonly heldBy: number | null;
}

export function problem(
  file: string,
  message: string,
  repair?: { aside: readonly string[]; outlook: Outlook },
): Finding {
  return { file, level: 'problem', message, aside: repair?.aside ?? [], outlook: repair?.outlook ?? null };
}

export function note(file: string, message: string): Finding {
  return { file, level: 'note', message, aside: [], outlook: null };
}

export function unchecked(file: string, message: string): Finding {
  return { file, level: 'unchecked', message, aside: [], outlook: null };
}

/** Returns the diagnosis of a store file from which nothing can be read. */
export function lostFile(file: string, companions: readonly string[], message: string): Diagnosis {
  const outlook = {
    kept: {},
    lost: {},
    sentence: 'Nothing in this file can be kept. The next start creates an empty file.',
  };
  const advice = 'If you have a backup, `tipoff restore <folder>` puts it back.';
  return {
    findings: [problem(file, `${message} ${advice}`, { aside: [file, ...companions], outlook })],
    counts: {},
    replacements: [],
  };
}
