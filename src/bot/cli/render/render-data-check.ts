import { CHECK_HEADINGS, checkRow } from '../../../operations/data/check-row.ts';
import type { ReplyData } from '../../../operations/registry.ts';
import { escapeUnprintable } from '../../../platform/printable.ts';
import { type TerminalPage, WHOLE } from './terminal-page.ts';
import { textTable } from './text-table.ts';

/**
 * Renders one row per check, then the values of the date that reach no player. The message of the reply already explains
 * the failed checks, so their row needs no note.
 */
export function renderDataCheck(
  { checks, unmatched, unmatched_total: total }: ReplyData<'data check'>,
  page: TerminalPage = WHOLE,
): string {
  const rows = checks.map((check) => {
    const cells = checkRow(check);
    return check.verdict === 'failed' ? [...cells.slice(0, -1), null] : cells;
  });
  const parts = [textTable(CHECK_HEADINGS, rows, page)];
  if (unmatched.length > 0) {
    const values = unmatched.map(({ file, value, rows: count, reason }) => [
      file,
      escapeUnprintable(value),
      count,
      reason,
    ]);
    parts.push(textTable(['file', 'unmatched value', 'rows', 'reason'], values, page));
  }
  if (total > unmatched.length) parts.push(`… and ${(total - unmatched.length).toLocaleString('en-US')} more values`);
  return parts.join('\n\n');
}
