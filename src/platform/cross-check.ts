import type { Finding } from './store-files.ts';

/** A check that compares the document store with the warehouse. It runs only when both stores can be read. */
export interface CrossCheck {
  /** A SQL query of the warehouse that returns two columns: an id and the number of warehouse rows with that id. */
  readonly rowsById: string;
  /**
   * Returns the differences between the document store and the warehouse. `documents` is the path of the SQLite file,
   * or of a copy of it.
   */
  readonly findings: (documents: string, rows: ReadonlyMap<string, number>) => Promise<readonly Finding[]>;
}
