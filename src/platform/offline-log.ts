interface OfflineNote {
  readonly id: string;
  /** The content of the entry, parsed from JSON; undefined when the file is not valid JSON. */
  readonly entry: unknown;
}

/** The offline log: a log on this machine to which a process writes while the store cannot be reached. */
export interface OfflineLog {
  /**
   * Adds an entry to the offline log. Resolves when it is on the disk. Throws a `Problem` when the disk is full or
   * read-only.
   */
  write(id: string, entry: object): Promise<void>;
  /** Reads all entries of the offline log that were not removed, in the order of their ids. */
  read(): Promise<readonly OfflineNote[]>;
  /** Removes an entry of the offline log. Succeeds when the entry does not exist. */
  remove(id: string): Promise<void>;
  /**
   * Moves an invalid entry of the offline log to a file that `read` ignores, and resolves to that file's name. Succeeds
   * when the entry does not exist.
   */
  setAside(id: string): Promise<string>;
}
