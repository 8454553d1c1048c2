import type { TableBlock } from '@slack/types';
import { safeText } from './safe-text.ts';

/** A message shows at most this many columns. A phone shows three of them, so the most important ones come first. */
export const MAX_COLUMNS = 5;
const MAX_CELL = 100;
const EMPTY_CELL = '–';

export interface TableColumn {
  readonly heading: string;
  readonly align: 'left' | 'right';
}

/** Builds a table with headings, for at most `MAX_COLUMNS` columns. A missing value becomes a dash, because Slack refuses an empty cell. */
export function tableBlock(columns: readonly TableColumn[], rows: readonly (readonly (string | null)[])[]): TableBlock {
  const cells = [columns.map(({ heading }) => heading), ...rows];
  return {
    type: 'table',
    column_settings: columns.map(({ align }) => ({ align, is_wrapped: align === 'left' })),
    rows: cells.map((row) => row.map((cell) => ({ type: 'raw_text', text: cellText(cell) }))),
  };
}

function cellText(cell: string | null): string {
  return cell === null || cell.trim() === '' ? EMPTY_CELL : safeText(cell, MAX_CELL);
}
