import * as z from 'zod';

/** Rows or documents by the name of their table. Empty tables are left out. */
export const RowCounts = z.record(z.string(), z.number());
export type RowCounts = Readonly<z.infer<typeof RowCounts>>;

export interface Backup {
  /** Absolute path of the folder that holds it. */
  readonly folder: string;
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
  /** Of Tipoff. */
  readonly version: string;
  readonly bytes: number;
  readonly files: number;
  readonly documents: RowCounts;
  readonly rows: RowCounts;
}

export interface Restored {
  readonly backup: Backup;
  /** Where the files are that were there before, relative to the data folder; null when there were none. */
  readonly replaced: string | null;
}

/** What a repair keeps and what it loses, table by table. */
const Outlook = z.object({
  kept: RowCounts,
  /** Known losses. What a log held beyond its last readable entry cannot be counted. */
  lost: RowCounts,
  /** One sentence for a person. */
  sentence: z.string(),
});
export type Outlook = Readonly<z.infer<typeof Outlook>>;

export const Finding = z.object({
  /** Path of a file, relative to the data folder. */
  file: z.string(),
  /** A `note` needs no action; `unchecked` is what could not be examined now. */
  level: z.enum(['problem', 'note', 'unchecked']),
  /** What is wrong and what to do, in whole sentences. */
  message: z.string(),
  /** Files a repair moves aside, relative to the data folder. Empty where a repair cannot help. */
  aside: z.array(z.string()).readonly(),
  outlook: Outlook.nullable(),
});
export type Finding = Readonly<z.infer<typeof Finding>>;

export interface Examination {
  readonly folder: string;
  /** The process that has the warehouse open. */
  readonly heldBy: number | null;
  readonly findings: readonly Finding[];
  readonly documents: RowCounts;
  readonly rows: RowCounts;
}

/** A file that was moved. Paths relative to the data folder. */
export const MovedFile = z.object({ from: z.string(), to: z.string() });
export type MovedFile = Readonly<z.infer<typeof MovedFile>>;

export interface Repaired {
  /** The examination the repair followed. */
  readonly examination: Examination;
  readonly moved: readonly MovedFile[];
}

/** The caller of a restore or repair: a person at this machine. */
export const MovesAuthor = z.object({ name: z.string(), request: z.string() });
export type MovesAuthor = Readonly<z.infer<typeof MovesAuthor>>;

/** A restore or repair that has ended. The store was closed then, so its audit record is written at the next start. */
export interface FinishedMoves {
  readonly id: string;
  /** ISO 8601 in UTC. */
  readonly begunAt: string;
  readonly reason: 'restore' | 'repair';
  readonly aside: readonly MovedFile[];
  /** Null where the caller is unknown. */
  readonly author: MovesAuthor | null;
  /** The folder of the restored backup; null after a repair. */
  readonly backup: string | null;
}

export type StoreProgress = (text: string) => void;

/**
 * The files of the embedded stores. Nothing here deletes a store: what is replaced or repaired is moved into `replaced/` in the data folder.
 * All methods throw a `Problem` that says what to do: when a path cannot be used, when another process holds the data, when the disk is full.
 */
export interface StoreFiles {
  /**
   * Copies both stores, as a power cut at one moment would leave them, into a new folder, while the process serves. The folder appears
   * under its name when the copy is whole, and not before.
   */
  backup(to: string, progress: StoreProgress): Promise<Backup>;

  /** Checks every file of a backup against its manifest, then puts it in place of what is there. Refused while a process holds the data. */
  restore(from: string, progress: StoreProgress, author?: MovesAuthor): Promise<Restored>;

  /** Examines the files, on copies where reading could change them. Changes nothing. Opens no store, so that it works when none can be opened. */
  examine(progress: StoreProgress): Promise<Examination>;

  /** Examines, then does what each finding proposes. Also finishes a restore or repair that was interrupted. Refused while a process holds the data. */
  repair(progress: StoreProgress, author?: MovesAuthor): Promise<Repaired>;

  /** Restores and repairs that are not forgotten. */
  finishedMoves(): Promise<readonly FinishedMoves[]>;

  /** Called when the audit has a record of these moves. */
  forgetFinishedMoves(id: string): Promise<void>;
}
