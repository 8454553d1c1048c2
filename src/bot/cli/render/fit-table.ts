import type { TerminalPage } from './terminal-page.ts';

/** What `textTable` puts between two columns. */
const GAP = 2;
/** A table keeps at least this many columns, even if they do not fit. */
const FEWEST_COLUMNS = 2;
/** The last column is wrapped if at least this many characters are left for it. */
const NARROWEST_TEXT = 24;

export interface FittedTable {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The width of the last column; undefined if it is as wide as its longest cell. */
  readonly lastWidth: number | undefined;
  readonly hiddenRows: number;
  /** The headings of the columns that have no room. */
  readonly hiddenColumns: readonly string[];
}

/**
 * Fits a table to a page. The first rows are kept, because the best or newest rows come first. A table that is too wide
 * wraps a long text in its last column, or else loses its last columns, because the important columns come first.
 */
export function fitTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  page: TerminalPage,
): FittedTable {
  const shown = rows.slice(0, page.rows);
  const widths = headings.map((heading, column) =>
    Math.max(...[heading, ...shown.map((row) => row[column] ?? '')].map(widthOf)),
  );
  const { count, lastWidth } = fittingColumns(widths, page.columns);
  return {
    headings: headings.slice(0, count),
    rows: shown.map((row) => row.slice(0, count)),
    lastWidth,
    hiddenRows: rows.length - shown.length,
    hiddenColumns: headings.slice(count),
  };
}

function fittingColumns(widths: readonly number[], columns: number): { count: number; lastWidth: number | undefined } {
  for (let count = widths.length; count >= FEWEST_COLUMNS; count -= 1) {
    const others = widths.slice(0, count - 1).reduce((sum, width) => sum + width + GAP, 0);
    const last = widths[count - 1] ?? 0;
    if (others + last <= columns) return { count, lastWidth: undefined };
    if (last > NARROWEST_TEXT && columns - others >= NARROWEST_TEXT) return { count, lastWidth: columns - others };
  }
  return { count: Math.min(widths.length, FEWEST_COLUMNS), lastWidth: undefined };
}

function widthOf(cell: string): number {
  return Math.max(...cell.split('\n').map((line) => line.length));
}
