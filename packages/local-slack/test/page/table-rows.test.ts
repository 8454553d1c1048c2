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
        [raw('Player'), raw('Edge'), raw('Share')],
        [raw('Brunson'), { type: 'raw_number', value: -5.1, text: '−5.1' }, raw('9%')],
        [raw('Jokić'), { type: 'raw_number', value: 5.6 }, raw('81%')],
        [raw('Adebayo'), { type: 'raw_number', value: 0.4 }, raw('')],
      ],
    },
  },
]);
if (block?.type !== 'data_table') throw new Error('not a table');
const table = block;
const column = (order: TableOrder | null, index: number) =>
  orderedRows(table, order).map((row) => cellText(row[index]));

describe('a data table', () => {
  test('stands as it came', () => expect(column(null, 0)).toEqual(['Brunson', 'Jokić', 'Adebayo']));
  test('sorts numbers by their value', () =>
    expect(column({ column: 1, direction: 'ascending' }, 1)).toEqual(['−5.1', '0.4', '5.6']));
  test('sorts texts by language, and empty cells last either way', () => {
    expect(column({ column: 0, direction: 'descending' }, 0)).toEqual(['Jokić', 'Brunson', 'Adebayo']);
    expect(column({ column: 2, direction: 'descending' }, 2)).toEqual(['81%', '9%', '']);
    expect(column({ column: 2, direction: 'ascending' }, 2)).toEqual(['9%', '81%', '']);
  });
  test('puts numbers to the right', () =>
    expect(tableColumns(table).map(({ align }) => align)).toEqual(['left', 'right', 'right']));
  test('a heading pressed thrice comes back to how it came', () => {
    const once = nextOrder(null, 1);
    expect([once, nextOrder(once, 1), nextOrder(nextOrder(once, 1), 1), nextOrder(once, 0)]).toEqual([
      { column: 1, direction: 'ascending' },
      { column: 1, direction: 'descending' },
      null,
      { column: 0, direction: 'ascending' },
    ]);
  });
});

test('a block that is not known or not right does not take the others with it', () => {
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
