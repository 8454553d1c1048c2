import type { Finding, Outlook, RowCounts } from '../store-files.ts';

/** What is wrong with one store, and what its repair needs: prepared in the staging folder, not done. */
export interface Diagnosis {
  readonly findings: readonly Finding[];
  readonly counts: RowCounts;
  /** Prepared files that take the place of those that are moved aside. Paths relative to the data folder. */
  readonly replacements: readonly { readonly from: string; readonly to: string }[];
  /** Rows of the warehouse by the id of the cross-check; absent where they cannot be counted. */
  readonly rowsById?: ReadonlyMap<string, number>;
}

/** Where one store is examined. */
export interface ExaminedFolder {
  /** Absolute path of the data folder. */
  readonly folder: string;
  /** A folder in it for copies, relative to it; absolute where the data folder cannot be written. */
  readonly staging: string;
  /** The process that has the warehouse open. */
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

/** Nothing of the file can be used. */
export function lostFile(file: string, companions: readonly string[], message: string): Diagnosis {
  const outlook = {
    kept: {},
    lost: {},
    sentence: 'Nothing in this file can be kept. The next start makes an empty one.',
  };
  const advice = 'If you have a backup, `tipoff restore <folder>` puts it back.';
  return {
    findings: [problem(file, `${message} ${advice}`, { aside: [file, ...companions], outlook })],
    counts: {},
    replacements: [],
  };
}
