interface OfflineNote {
  readonly id: string;
  /** The entry after a round trip through JSON; undefined when the note is not valid JSON. */
  readonly entry: unknown;
}

/** Notes that a process keeps on this machine until the store can be reached again. It works without the store. */
export interface OfflineLog {
  /** Resolves when the note is on the disk. Throws a `Problem` when the disk is full or read-only. */
  write(id: string, entry: object): Promise<void>;
  /** All notes that were not removed, in the order of their ids. */
  read(): Promise<readonly OfflineNote[]>;
  /** Removing a note that does not exist succeeds. */
  remove(id: string): Promise<void>;
  /**
   * Keeps an invalid note where `read` no longer returns it, and resolves to the file's name there. Succeeds when the note does
   * not exist.
   */
  setAside(id: string): Promise<string>;
}
