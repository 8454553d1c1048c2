import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { PageCell, PageTableBlock } from '../../model/block.ts';
import { withEmoji } from '../../model/emoji.ts';
import { richTextFlow } from '../../model/rich-text-block.ts';
import {
  cellText,
  nextOrder,
  orderedRows,
  type TableColumn,
  type TableOrder,
  tableColumns,
} from '../../model/table-rows.ts';
import { RichTextView } from '../rich-text.ts';

const SORT_MARKS = { ascending: '▲', descending: '▼', none: '' } as const;

/** A `table` or `data_table` block. Only a `data_table` can be sorted and has pages. Both kinds scroll horizontally. */
export function TableBlockView({ block: table }: { readonly block: PageTableBlock }): VNode {
  const isData = table.type === 'data_table';
  const [order, setOrder] = useState<TableOrder | null>(null);
  const [page, setPage] = useState(0);
  const columns = tableColumns(table);
  const rows = orderedRows(table, order);
  const size = isData ? table.page_size : Math.max(rows.length, 1);
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const current = Math.min(page, pages - 1);
  const heading = isData ? table.row_header_column_index : -1;
  const sort = (column: number) => {
    setOrder(nextOrder(order, column));
    setPage(0);
  };
  return html`<div class="table-block">
    <div class="table-scroll" role="region" tabindex="0" aria-label=${table.caption ?? 'Table'}>
      <table>
        ${table.caption !== undefined && html`<caption><bdi>${withEmoji(table.caption)}</bdi></caption>`}
        <thead><tr>${columns.map((column, index) => html`<${Heading} column=${column} order=${orderOf(order, index)} onSort=${isData ? () => sort(index) : null} />`)}</tr></thead>
        <tbody>${rows
          .slice(current * size, (current + 1) * size)
          .map(
            (row) =>
              html`<tr>${columns.map((column, index) => html`<${Body} cell=${row[index]} align=${column.align} isHeading=${index === heading} />`)}</tr>`,
          )}</tbody>
      </table>
    </div>
    ${pages > 1 && html`<${Pager} page=${current} pages=${pages} count=${rows.length} size=${size} onPage=${setPage} />`}
  </div>`;
}

function orderOf(order: TableOrder | null, column: number): 'ascending' | 'descending' | 'none' {
  return order?.column === column ? order.direction : 'none';
}

interface HeadingProps {
  readonly column: TableColumn;
  readonly order: 'ascending' | 'descending' | 'none';
  readonly onSort: (() => void) | null;
}

function Heading({ column: { heading, align }, order, onSort }: HeadingProps): VNode {
  if (onSort === null)
    return html`<th scope="col" class=${`cell cell-head align-${align}`}><${CellContent} cell=${heading} /></th>`;
  return html`<th scope="col" class=${`cell cell-head align-${align}`} aria-sort=${order}>
    <button type="button" class="sort" onClick=${onSort}><${CellContent} cell=${heading} /><span class="sort-mark" aria-hidden="true">${SORT_MARKS[order]}</span></button>
  </th>`;
}

interface BodyProps {
  readonly cell: PageCell | undefined;
  readonly align: TableColumn['align'];
  readonly isHeading: boolean;
}

function Body({ cell, align, isHeading }: BodyProps): VNode {
  const content = cell === undefined ? '' : html`<${CellContent} cell=${cell} />`;
  return isHeading
    ? html`<th scope="row" class=${`cell cell-name align-${align}`}>${content}</th>`
    : html`<td class=${`cell align-${align}`}>${content}</td>`;
}

function CellContent({ cell }: { readonly cell: PageCell }): VNode {
  return cell.type === 'rich_text'
    ? html`<${RichTextView} flow=${richTextFlow(cell)} />`
    : html`<bdi>${withEmoji(cellText(cell))}</bdi>`;
}

interface PagerProps {
  readonly page: number;
  readonly pages: number;
  readonly count: number;
  readonly size: number;
  readonly onPage: (page: number) => void;
}

function Pager({ page, pages, count, size, onPage }: PagerProps): VNode {
  return html`<nav class="pager" aria-label="Pages of the table">
    <button type="button" class="button button-plain button-small" disabled=${page === 0} aria-label="Previous page" onClick=${() => onPage(page - 1)}>‹</button>
    <span aria-live="polite">${page * size + 1}–${Math.min((page + 1) * size, count)} of ${count}</span>
    <button type="button" class="button button-plain button-small" disabled=${page === pages - 1} aria-label="Next page" onClick=${() => onPage(page + 1)}>›</button>
  </nav>`;
}
