/** Rows or documents by the name of their table, those with none left out. */
export type RowCounts = Readonly<Record<string, number>>;

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
export interface Outlook {
  readonly kept: RowCounts;
  /** Known losses. What a log held beyond its last readable entry cannot be counted. */
  readonly lost: RowCounts;
  /** One sentence for a person. */
  readonly sentence: string;
}

export interface Finding {
  /** Path of a file, relative to the data folder. */
  readonly file: string;
  /** A `note` needs no action; `unchecked` is what could not be examined now. */
  readonly level: 'problem' | 'note' | 'unchecked';
  /** What is wrong and what to do, in whole sentences. */
  readonly message: string;
  /** Files a repair moves aside, relative to the data folder. Empty where a repair cannot help. */
  readonly aside: readonly string[];
  readonly outlook: Outlook | null;
}

export interface Examination {
  readonly folder: string;
  /** The process that has the warehouse open. */
  readonly heldBy: number | null;
  readonly findings: readonly Finding[];
  readonly documents: RowCounts;
  readonly rows: RowCounts;
}

export interface Repaired {
  /** The examination the repair followed. */
  readonly examination: Examination;
  /** What was moved, relative to the data folder. */
  readonly moved: readonly { readonly from: string; readonly to: string }[];
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
  restore(from: string, progress: StoreProgress): Promise<Restored>;

  /** Examines the files, on copies where reading could change them. Changes nothing. Opens no store, so that it works when none can be opened. */
  examine(progress: StoreProgress): Promise<Examination>;

  /** Examines, then does what each finding proposes. Also finishes a restore or repair that was interrupted. Refused while a process holds the data. */
  repair(progress: StoreProgress): Promise<Repaired>;
}
