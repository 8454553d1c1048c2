import * as z from 'zod';

/** The name of the file in the data folder that lists the file moves of an unfinished restore or repair. */
export const PENDING_FILE = 'pending-moves.json';

/** The number of rows or documents by table name. Empty tables are left out. */
export const RowCounts = z.record(z.string(), z.number());
export type RowCounts = Readonly<z.infer<typeof RowCounts>>;

export interface Backup {
  readonly folder: string;
  /** The time of the backup, ISO 8601 in UTC. */
  readonly createdAt: string;
  readonly version: string;
  readonly bytes: number;
  readonly files: number;
  readonly documents: RowCounts;
  readonly rows: RowCounts;
}

export interface Restored {
  readonly backup: Backup;
  /**
   * The folder with the files that the restore replaced, relative to the data folder; null when no files were replaced.
   */
  readonly replaced: string | null;
}

/** For each table, the number of rows that a repair keeps and the number of rows that it loses. */
const Outlook = z.object({
  kept: RowCounts,
  /**
   * The numbers of rows that are known to be lost. Changes after the last readable entry of a log cannot be counted.
   */
  lost: RowCounts,
  /** What a repair keeps and loses, as one sentence for a person. */
  sentence: z.string(),
});
export type Outlook = Readonly<z.infer<typeof Outlook>>;

export const Finding = z.object({
  /** The path of the examined file, relative to the data folder. */
  file: z.string(),
  /**
   * The severity of what an examination of the stores found. A `note` needs no action. `unchecked` means that the file
   * could not be examined now.
   */
  level: z.enum(['problem', 'note', 'unchecked']),
  /** What the examination found, in complete sentences for a person: what is wrong and what to do. */
  message: z.string(),
  /** The files that a repair moves aside, relative to the data folder. The list is empty when a repair cannot help. */
  aside: z.array(z.string()).readonly(),
  outlook: Outlook.nullable(),
});
export type Finding = Readonly<z.infer<typeof Finding>>;

export interface Examination {
  readonly folder: string;
  /**
   * The PID of the process that has the warehouse open. It is 0 when the PID is unknown, and null when no process has
   * the warehouse open.
   */
  readonly heldBy: number | null;
  readonly findings: readonly Finding[];
  readonly documents: RowCounts;
  readonly rows: RowCounts;
}

/** A file that a restore or repair moved. Both paths are relative to the data folder. */
export const MovedFile = z.object({ from: z.string(), to: z.string() });
export type MovedFile = Readonly<z.infer<typeof MovedFile>>;

export interface Repaired {
  /** The result of examining the data folder before the repair. */
  readonly examination: Examination;
  readonly moved: readonly MovedFile[];
}

/** The person at this machine who called a restore or repair. */
export const MovesAuthor = z.object({ name: z.string(), request: z.string() });
export type MovesAuthor = Readonly<z.infer<typeof MovesAuthor>>;

/**
 * A finished restore or repair. The store is closed while it runs, so its audit record is written at the next start of
 * Tipoff.
 */
export interface FinishedMoves {
  readonly id: string;
  /** The start time of the restore or repair, ISO 8601 in UTC. */
  readonly begunAt: string;
  readonly reason: 'restore' | 'repair';
  readonly aside: readonly MovedFile[];
  /** The person who called the restore or repair; null when the person is unknown. */
  readonly author: MovesAuthor | null;
  /** The folder of the restored backup; null after a repair. */
  readonly backup: string | null;
}

export type StoreProgress = (text: string) => void;

/**
 * The embedded stores as files. No method deletes a store: files that are replaced or repaired move to `replaced/` in
 * the data folder. Every method throws a `Problem` when a path cannot be used, when another process holds the data, or
 * when the disk is full.
 */
export interface StoreFiles {
  /**
   * Copies the document store and the warehouse into a new folder while the process continues to serve. Both copies
   * show the state of the same moment. The new folder gets its final name only when the backup is complete.
   */
  backup(to: string, progress: StoreProgress): Promise<Backup>;

  /**
   * Checks every file of a backup against its manifest, then replaces the stores with the backup. Throws while a
   * process has the stores open.
   */
  restore(from: string, progress: StoreProgress, author?: MovesAuthor): Promise<Restored>;

  /**
   * Examines the store files without changing them. If reading could change a file, a copy is examined. The method
   * opens no store, so it also works when no store can be opened.
   */
  examine(progress: StoreProgress): Promise<Examination>;

  /**
   * Examines the store files and performs the repairs that the examination proposes. Also finishes an interrupted
   * restore or repair. Throws while a process has the stores open.
   */
  repair(progress: StoreProgress, author?: MovesAuthor): Promise<Repaired>;

  /** Lists the finished restores and repairs that `forgetFinishedMoves` has not removed from the list. */
  finishedMoves(): Promise<readonly FinishedMoves[]>;

  /**
   * Removes a restore or repair from the list of those that are finished but not yet in the audit. Call this method
   * when the audit has a record of it.
   */
  forgetFinishedMoves(id: string): Promise<void>;
}
