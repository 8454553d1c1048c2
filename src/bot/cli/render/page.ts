/** The space for an answer. Where the output is no terminal, such as a file or another program, it has no limits. */
export interface Page {
  /** The width in characters. */
  readonly columns: number;
  /** The number of rows of a table that are shown. */
  readonly rows: number;
}

/** A page without limits. */
export const WHOLE: Page = { columns: Number.POSITIVE_INFINITY, rows: Number.POSITIVE_INFINITY };
