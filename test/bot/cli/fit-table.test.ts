import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WHOLE } from '#src/bot/cli/render/terminal-page.ts';
import { textTable } from '#src/bot/cli/render/text-table.ts';

const HEADINGS = ['player', 'projection', 'pick', 'injury report'];
const ROWS = [
  ['Abel Shaw', 24.5, 'OVER 23.5', null],
  ['Bo', 9.1, 'no pick', 'questionable'],
] as const;
const widest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));

test('a table that fits is whole', () => {
  expect(textTable(HEADINGS, ROWS, { columns: 80, rows: 20 })).toBe(textTable(HEADINGS, ROWS, WHOLE));
});

test('a narrow terminal loses the last columns, and a line names them', () => {
  const text = textTable(HEADINGS, ROWS, { columns: 35, rows: 20 });
  expect(text.split('\n')).toEqual([
    'player     projection  pick',
    'Abel Shaw        24.5  OVER 23.5',
    'Bo                9.1  no pick',
    '',
    '… more columns: injury report. Add `| less -S` to see the whole table.',
  ]);
});

test('a terminal shows the first rows, which are the best ones, and counts the others', () => {
  const text = textTable(
    HEADINGS,
    Array.from({ length: 89 }, () => ROWS[0]),
    { columns: 80, rows: 20 },
  );
  expect(text.split('\n')).toHaveLength(1 + 20 + 2);
  expect(text).toContain('… 69 more rows. Add `| less -S` to see the whole table.');
});

test('a long text in the last column is wrapped, and no word is lost', () => {
  const reason = 'the injury report lists the player as out since Tuesday';
  const text = textTable(['player', 'reason'], [['Abel Shaw', reason]], { columns: 40, rows: 20 });
  expect(widest(text)).toBeLessThanOrEqual(40);
  expect(text.replaceAll(/\s+/g, ' ')).toContain(reason);
});

test('the same answer is whole in a pipe', () => {
  const rows = Array.from({ length: 89 }, () => ROWS[1]);
  expect(textTable(HEADINGS, rows, WHOLE).split('\n')).toHaveLength(90);
});

test('a table of short cells never exceeds a terminal that has room for two of its columns', () => {
  const cell = fc.stringMatching(/^[a-z]{1,12}$/);
  const table = fc
    .integer({ min: 2, max: 12 })
    .chain((n) => fc.array(fc.array(cell, { minLength: n, maxLength: n }), { minLength: 2, maxLength: 30 }));
  fc.assert(
    fc.property(table, fc.integer({ min: 26, max: 200 }), ([headings = [], ...rows], columns) => {
      const [drawn = ''] = textTable(headings, rows, { columns, rows: 20 }).split('\n\n');
      expect(widest(drawn)).toBeLessThanOrEqual(columns);
    }),
  );
});
