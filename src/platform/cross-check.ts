import type { Finding } from './store-files.ts';

/** Compares the documents with the warehouse when both can be read. */
export interface CrossCheck {
  /** A query of the warehouse with two columns: an id and the number of its rows. */
  readonly rowsById: string;
  /** `documents` is the path of the SQLite file, or of a copy. */
  readonly findings: (documents: string, rows: ReadonlyMap<string, number>) => Promise<readonly Finding[]>;
}
