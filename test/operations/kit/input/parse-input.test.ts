import { expect, test } from 'vitest';
import * as z from 'zod';
import { parseInput } from '#src/operations/kit/input/parse-input.ts';

const Schema = z.strictObject({
  dry_run: z.boolean().default(false),
  days: z.number().int().min(2).max(30).optional(),
  scope: z.enum(['read', 'write']).optional(),
});

test.each([
  [{ dry_run: 'yes' }, 'dry_run: "yes" is not accepted; write true or false.'],
  [{ days: 'seven' }, 'days: "seven" is not accepted; write a number.'],
  [{ days: 1.5 }, 'days: "1.5" is not accepted; write a whole number.'],
  [{ days: 1 }, 'days: "1" is not accepted; write 2 or more.'],
  [{ days: 31 }, 'days: "31" is not accepted; write 30 or less.'],
  [{ scope: 'all' }, 'scope: "all" is not accepted; write one of read, write.'],
  [{ dry: true }, 'Unknown field "dry": it takes dry_run, days, scope.'],
  [[], 'The input is wrong: "[]" is not accepted; send an object such as {}.'],
  [undefined, 'The input is wrong: is missing; send an object such as {}.'],
])('%j is refused by field, value and way out', (given, message) => {
  expect(() => parseInput(Schema, given)).toThrow(message);
});

test('a field that is null counts as absent, also one with a default', () => {
  expect(parseInput(Schema, { dry_run: null, days: null, scope: 'read' })).toEqual({ dry_run: false, scope: 'read' });
});

test.each([
  [{ name: null }, 'name: is missing; write a string.'],
  [{ name: 'x', other: null }, 'Unknown field "other": it takes name.'],
  [{ name: 'x', toString: null }, 'Unknown field "toString": it takes name.'],
  [JSON.parse('{"name":"x","__proto__":null}'), 'Unknown field "__proto__": it takes name.'],
])('null does not replace a required field or excuse an unknown one: %j', (given, message) => {
  expect(() => parseInput(z.strictObject({ name: z.string() }), given)).toThrow(message);
});

test('every fault is named at once', () => {
  expect(() => parseInput(Schema, { dry_run: 1, days: 'x' })).toThrow(/dry_run: .* days: /);
});
