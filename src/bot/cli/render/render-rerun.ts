import { changeCells } from '../../../operations/predict/prediction-changes.ts';
import type { ReplyData } from '../../../operations/registry.ts';
import { escapeUnprintable } from '../../../platform/printable.ts';
import { renderData } from './render-data.ts';
import { type TerminalPage, WHOLE } from './terminal-page.ts';
import { textTable } from './text-table.ts';

/** Renders what a re-run changed for each player, the old value before the new one, and then the totals of the batch. */
export function renderRerun({ changes, ...totals }: ReplyData<'predict rerun'>, page: TerminalPage = WHOLE): string {
  const rows = changes.map((change) => {
    const { projection, line, pick } = changeCells(change);
    return [change.player_name, projection, line, pick].map(escapeUnprintable);
  });
  const table = rows.length === 0 ? [] : [textTable(['player', 'projection', 'line', 'pick'], rows, page)];
  return [...table, renderData(totals, page)].join('\n\n');
}
