/** The space for an answer in a terminal. An answer to a file or to another program has no limits. */
export interface TerminalPage {
  /** The width in characters. */
  readonly columns: number;
  /** The number of rows of a table that are shown. */
  readonly rows: number;
}

/** A page without limits. */
export const WHOLE: TerminalPage = { columns: Number.POSITIVE_INFINITY, rows: Number.POSITIVE_INFINITY };
