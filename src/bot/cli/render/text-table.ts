import Table from 'cli-table3';

export type TableCell = string | number | boolean | null;

const MAX_DIGITS = 2;

const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** Draws a table without borders. Numbers are aligned right. A missing value is shown as a dash and never as a zero. */
export function textTable(headings: readonly string[], rows: readonly (readonly TableCell[])[]): string {
  const drawn = new Table({
    head: [...headings],
    chars: NO_LINES,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colAligns: headings.map((_, column) => (rows.every((row) => isNumeric(row[column] ?? null)) ? 'right' : 'left')),
  });
  const digits = headings.map((_, column) => Math.max(0, ...rows.map((row) => digitsOf(row[column] ?? null))));
  drawn.push(...rows.map((row) => row.map((cell, column) => shown(cell, digits[column] ?? 0))));
  return drawn
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

function isNumeric(cell: TableCell): boolean {
  return cell === null || typeof cell === 'number';
}

/**
 * Counts the digits after the decimal point. All numbers of a column are shown with equally many, so that their decimal
 * points align.
 */
function digitsOf(cell: TableCell): number {
  if (typeof cell !== 'number' || Number.isInteger(cell)) return 0;
  return Math.min(MAX_DIGITS, String(cell).split('.')[1]?.length ?? 0);
}

function shown(cell: TableCell, digits: number): string {
  if (cell === null) return '–';
  if (typeof cell === 'number')
    return cell.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  if (typeof cell === 'string') return cell;
  return cell ? 'yes' : 'no';
}
