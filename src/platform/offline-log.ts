interface Note {
  readonly id: string;
  /** As it was written, through JSON; undefined where what lies there is none. */
  readonly entry: unknown;
}

/** Where a process of this machine writes down what the store has to know later. It works while no store can be reached. */
export interface OfflineLog {
  /** Resolves when the note is on the disk. Throws a `Problem` where the disk is full or closed to writing. */
  write(id: string, entry: object): Promise<void>;
  /** Every note that was not removed, in the order of their ids. */
  read(): Promise<readonly Note[]>;
  /** A note that is not there is fine. */
  remove(id: string): Promise<void>;
  /** Keeps a note that nobody can read where `read` does not find it. Resolves to its name there; one that is gone is fine. */
  setAside(id: string): Promise<string>;
}
