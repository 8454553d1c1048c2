import Table from 'cli-table3';
import { countedText } from '../../../operations/kit/count-text.ts';
import { type FittedTable, fitTable } from './fit-table.ts';
import { type TerminalPage, WHOLE } from './terminal-page.ts';

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

/**
 * Draws a table without borders, as far as it fits the page. Numbers are aligned right. A missing value is shown as a dash
 * and never as a zero. The lines below the table say what did not fit.
 */
export function textTable(
  headings: readonly string[],
  rows: readonly (readonly TableCell[])[],
  page: TerminalPage = WHOLE,
): string {
  const digits = headings.map((_, column) => Math.max(0, ...rows.map((row) => digitsOf(row[column] ?? null))));
  const cells = rows.map((row) => row.map((cell, column) => shown(cell, digits[column] ?? 0)));
  const fitted = fitTable(headings, cells, page);
  const { lastWidth } = fitted;
  const drawn = new Table({
    head: [...fitted.headings],
    chars: NO_LINES,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colAligns: fitted.headings.map((_, column) =>
      rows.every((row) => isNumeric(row[column] ?? null)) ? 'right' : 'left',
    ),
    ...(lastWidth === undefined
      ? {}
      : { wordWrap: true, colWidths: [...fitted.headings.slice(1).map(() => null), lastWidth] }),
  });
  drawn.push(...fitted.rows.map((row) => [...row]));
  const table = drawn
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
  return [table, ...hiddenLines(fitted)].join('\n');
}

function hiddenLines({ hiddenRows, hiddenColumns }: FittedTable): readonly string[] {
  const parts = [
    ...(hiddenRows === 0 ? [] : [countedText(hiddenRows, 'more row')]),
    ...(hiddenColumns.length === 0 ? [] : [`more columns: ${hiddenColumns.join(', ')}`]),
  ];
  return parts.length === 0 ? [] : ['', `… ${parts.join(' and ')}. Add \`| less -S\` to see the whole table.`];
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
