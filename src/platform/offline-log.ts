interface OfflineNote {
  readonly id: string;
  /** The note's content after a round trip through JSON; undefined when the note is not valid JSON. */
  readonly entry: unknown;
}

/** A log of notes on this machine. A process writes notes to it while the store cannot be reached. */
export interface OfflineLog {
  /** Writes a note. Resolves when the note is on the disk. Throws a `Problem` when the disk is full or read-only. */
  write(id: string, entry: object): Promise<void>;
  /** Reads all notes that were not removed, in the order of their ids. */
  read(): Promise<readonly OfflineNote[]>;
  /** Removes a note. Succeeds when the note does not exist. */
  remove(id: string): Promise<void>;
  /**
   * Moves an invalid note to a file that `read` ignores, and resolves to that file's name. Succeeds when the note does
   * not exist.
   */
  setAside(id: string): Promise<string>;
}
