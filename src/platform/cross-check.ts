import type { Finding } from './store-files.ts';

/** A check that compares the documents with the warehouse. It runs only when both can be read. */
export interface CrossCheck {
  /** A SQL query of the warehouse that returns two columns: an id and the number of warehouse rows with that id. */
  readonly rowsById: string;
  /** `documents` is the path of the SQLite file, or of a copy. */
  readonly findings: (documents: string, rows: ReadonlyMap<string, number>) => Promise<readonly Finding[]>;
}
