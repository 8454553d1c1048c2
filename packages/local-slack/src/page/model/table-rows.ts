import type { PageCell, PageTableBlock } from './block.ts';
import type { Flow, Phrase } from './rich-node.ts';
import { richTextFlow } from './rich-text-block.ts';

export interface TableOrder {
  readonly column: number;
  readonly direction: 'ascending' | 'descending';
}

export interface TableColumn {
  readonly heading: PageCell;
  readonly align: 'left' | 'center' | 'right';
}

const NUMBER = /^[+\-−–±]?\s?[\d.,\s]*\d\s?(?:%|pts?|s|min)?$/;

/**
 * Returns the columns of a table with the names from its heading row. A column of numbers is aligned right unless the
 * app sets another alignment.
 */
export function tableColumns({
  rows: [heading = [], ...rows],
  column_settings,
}: PageTableBlock): readonly TableColumn[] {
  return heading.map((cell, column) => {
    const texts = rows.map((row) => cellText(row[column])).filter((text) => text !== '' && text !== '–');
    const isNumeric = texts.length > 0 && texts.every((text) => NUMBER.test(text));
    return { heading: cell, align: column_settings[column]?.align ?? (isNumeric ? 'right' : 'left') };
  });
}

/**
 * Returns the rows of a table without its heading row, sorted. Numbers are sorted by value and texts by locale. Empty
 * cells come last.
 */
export function orderedRows({ rows }: PageTableBlock, order: TableOrder | null): readonly (readonly PageCell[])[] {
  const body = rows.slice(1);
  if (order === null) return body;
  const sign = order.direction === 'ascending' ? 1 : -1;
  return body.toSorted((a, b) => compare(a[order.column], b[order.column], sign));
}

/**
 * Returns the sort order of a table after a click on a heading. Clicks cycle through ascending, descending and the
 * original order.
 */
export function nextOrder(order: TableOrder | null, column: number): TableOrder | null {
  if (order?.column !== column) return { column, direction: 'ascending' };
  return order.direction === 'ascending' ? { column, direction: 'descending' } : null;
}

export function cellText(cell: PageCell | undefined): string {
  if (cell === undefined) return '';
  if (cell.type === 'raw_text') return cell.text;
  if (cell.type === 'raw_number') return cell.text ?? String(cell.value);
  return richTextFlow(cell).map(flowText).join(' ');
}

function compare(a: PageCell | undefined, b: PageCell | undefined, sign: number): number {
  const [left, right] = [sortValue(a), sortValue(b)];
  if (left === '' || right === '') return Number(left === '') - Number(right === '');
  if (typeof left === 'number' && typeof right === 'number') return sign * (left - right);
  return sign * String(left).localeCompare(String(right));
}

function sortValue(cell: PageCell | undefined): number | string {
  if (cell?.type === 'raw_number') return cell.value;
  const text = cellText(cell);
  const number = Number(text.replace(/[−–]/g, '-').replace(/[+,%\s]/g, ''));
  return NUMBER.test(text) && Number.isFinite(number) ? number : text;
}

function flowText(flow: Flow): string {
  if ('children' in flow) return flow.children.map((child) => nodeText(child)).join('');
  return flow.type === 'preformatted' ? flow.text : '';
}

function nodeText(node: Flow | Phrase): string {
  switch (node.type) {
    case 'text':
    case 'code':
    case 'broadcast':
      return node.text;
    case 'emoji':
      return node.character ?? node.name;
    case 'user':
    case 'channel':
      return node.id;
    default:
      return 'children' in node ? node.children.map((child) => nodeText(child)).join('') : '';
  }
}
