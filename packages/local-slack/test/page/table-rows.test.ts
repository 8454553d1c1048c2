import { describe, expect, test } from 'vitest';
import { readBlocks } from '../../src/page/model/block.ts';
import { cellText, nextOrder, orderedRows, type TableOrder, tableColumns } from '../../src/page/model/table-rows.ts';

const raw = (text: string) => ({ type: 'raw_text', text });
const [block] = readBlocks([
  {
    type: 'data_table',
    ...{ caption: 'Edges', page_size: 2 },
    ...{
      rows: [
        [raw('Name'), raw('Score'), raw('Share')],
        [raw('Chen'), { type: 'raw_number', value: -5.1, text: '−5.1' }, raw('9%')],
        [raw('Novák'), { type: 'raw_number', value: 5.6 }, raw('81%')],
        [raw('Adams'), { type: 'raw_number', value: 0.4 }, raw('')],
      ],
    },
  },
]);
if (block?.type !== 'data_table') throw new Error('not a table');
const table = block;
const column = (order: TableOrder | null, index: number) =>
  orderedRows(table, order).map((row) => cellText(row[index]));

describe('a data table', () => {
  test('keeps the original order by default', () => expect(column(null, 0)).toEqual(['Chen', 'Novák', 'Adams']));
  test('sorts numbers by their value', () =>
    expect(column({ column: 1, direction: 'ascending' }, 1)).toEqual(['−5.1', '0.4', '5.6']));
  test('sorts texts by locale, with empty cells last in both directions', () => {
    expect(column({ column: 0, direction: 'descending' }, 0)).toEqual(['Novák', 'Chen', 'Adams']);
    expect(column({ column: 2, direction: 'descending' }, 2)).toEqual(['81%', '9%', '']);
    expect(column({ column: 2, direction: 'ascending' }, 2)).toEqual(['9%', '81%', '']);
  });
  test('aligns numbers right', () =>
    expect(tableColumns(table).map(({ align }) => align)).toEqual(['left', 'right', 'right']));
  test('a third click on a heading restores the original order', () => {
    const once = nextOrder(null, 1);
    expect([once, nextOrder(once, 1), nextOrder(nextOrder(once, 1), 1), nextOrder(once, 0)]).toEqual([
      { column: 1, direction: 'ascending' },
      { column: 1, direction: 'descending' },
      null,
      { column: 0, direction: 'ascending' },
    ]);
  });
});

test('an unknown or invalid block does not hide the others', () => {
  const blocks = readBlocks([
    { type: 'video' },
    { type: 'section', block_id: 's', ...{ text: 7 } },
    { type: 'divider', block_id: 'd' },
  ]);
  expect(blocks).toEqual([
    { type: 'unknown', block_id: '0', name: 'video' },
    { type: 'unknown', block_id: 's', name: 'section' },
    { type: 'divider', block_id: 'd' },
  ]);
});
