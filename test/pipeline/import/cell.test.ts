import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CellRule, cellReader, shownCell } from '#src/pipeline/import/cell.ts';
import type { ColumnType } from '#src/platform/warehouse.ts';

describe('a valid cell becomes the JSON of its value', () => {
  test.for<[ColumnType, CellRule, string, string]>([
    ['INT64', {}, '29', '29'],
    ['INT64', {}, '29.0', '29'],
    ['INT64', { min: -200 }, '-15', '-15'],
    ['FLOAT64', {}, '4.22', '4.22'],
    ['FLOAT64', {}, '.5', '0.5'],
    ['FLOAT64', {}, '1e2', '100'],
    ['BOOL', {}, '1', 'true'],
    ['BOOL', {}, 'FALSE', 'false'],
    ['DATE', {}, '2024-02-29', '"2024-02-29"'],
    ['TIMESTAMP', {}, '2023-10-24T23:30Z', '"2023-10-24T23:30:00Z"'],
    ['TIMESTAMP', {}, '2026-02-05 18:00:00-05:00', '"2026-02-05T23:00:00Z"'],
    ['TIMESTAMP', {}, '2026-02-05T17:00:00.125Z', '"2026-02-05T17:00:00.125Z"'],
    ['STRING', {}, 'Nikola "Joker" Jokić', '"Nikola \\"Joker\\" Jokić"'],
    ['STRING', { format: 'game-id' }, '22300061', '"0022300061"'],
    ['STRING', { format: 'game-id' }, '20260205_CHA_HOU', '"20260205_CHA_HOU"'],
    ['STRING', { format: 'player-id' }, '203999.0', '"203999"'],
    ['STRING', { format: 'season' }, '2025-26', '"2025-26"'],
  ])('%s with %j: %s is %s', ([type, rule, text, json]) => {
    expect(cellReader(type, rule)(text)).toBe(json);
  });

  test.for(['Out', 'OUT', 'out', 'oUt'])('RT-02: the status %s becomes out, in lower case', (status) => {
    expect(cellReader('STRING', { format: 'injury-status' })(status)).toBe('"out"');
  });

  test.for([
    ['2026-01-23', '"2026-01-24T04:59:59Z"'],
    ['2026-07-04', '"2026-07-05T03:59:59Z"'],
  ] as const)('a report with only the day %s counts from the end of that day in New York', ([day, json]) => {
    expect(cellReader('TIMESTAMP', { format: 'time-or-date' })(day)).toBe(json);
  });
});

describe('an invalid cell has a reason', () => {
  test.for<[ColumnType, CellRule, string, string]>([
    ['INT64', {}, '12.5', 'is not a whole number'],
    ['INT64', {}, 'twelve', 'is not a whole number'],
    ['INT64', {}, '0x10', 'is not a whole number'],
    ['INT64', {}, '-1', 'is less than 0'],
    ['INT64', {}, '99999999', 'is more than 1000000'],
    ['FLOAT64', {}, 'NaN', 'is not a number'],
    ['FLOAT64', {}, 'Infinity', 'is not a number'],
    ['FLOAT64', {}, '1e999', 'is not a number'],
    ['FLOAT64', {}, '12,5', 'is not a number'],
    ['BOOL', {}, '2', 'is not 1, 0, true or false'],
    ['DATE', {}, '2026-02-30', 'is not a date like 2026-02-05'],
    ['DATE', {}, '05.02.2026', 'is not a date like 2026-02-05'],
    ['TIMESTAMP', {}, '2026-02-05', 'is not a time like 2026-02-05T23:00:00Z'],
    ['TIMESTAMP', {}, '2026-02-05T23:00:00', 'has no time zone; write it like 2026-02-05T23:00:00Z'],
    ['TIMESTAMP', {}, '2026-02-05T25:00:00Z', 'is not a valid time'],
    ['STRING', {}, 'x'.repeat(501), 'is longer than 500 characters'],
    ['STRING', {}, 'a\u0000b', 'contains a control character or a hidden character'],
    ['STRING', {}, 'Lu\u202eka', 'contains a control character or a hidden character'],
    ['STRING', {}, 'Lu\u200bka', 'contains a control character or a hidden character'],
    ['STRING', {}, 'Lu\u{e0041}ka', 'contains a control character or a hidden character'],
    ['STRING', {}, 'Joki\uFFFD', 'is not UTF-8 text'],
    ['STRING', { format: 'season' }, '2025', 'is not a season like 2025-26'],
  ])('%s with %j: %s %s', ([type, rule, text, fault]) => {
    expect(cellReader(type, rule)(text)).toStrictEqual({ fault });
  });

  test('a long value is shortened in the message', () => {
    expect(shownCell('1\u202e"2\n')).toBe('"1\\u202e\'2\\u000a"');
    expect(shownCell('x'.repeat(100))).toBe(`"${'x'.repeat(40)}…"`);
  });
});

test('every finite number from 0 to a million is read as it was written', async () => {
  const read = cellReader('FLOAT64', {});
  await fc.assert(
    fc.property(fc.double({ min: 0, max: 1_000_000, noNaN: true }), (value) => {
      expect(Number(read(String(value)))).toBe(value);
    }),
  );
});

test('a cell of 90,000 digits and a letter is refused within the time limit of a test', () => {
  const cell = `${'1'.repeat(90_000)}x`;
  expect(cellReader('FLOAT64', {})(cell)).toStrictEqual({ fault: 'is not a number' });
});

test('every day from 1950 to 2100 is a valid date', async () => {
  const read = cellReader('DATE', {});
  const days = fc.date({ min: new Date('1950-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
  await fc.assert(
    fc.property(days, (date) => {
      const day = date.toISOString().slice(0, 10);
      expect(read(day)).toBe(`"${day}"`);
    }),
  );
});
