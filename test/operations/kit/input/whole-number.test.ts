import { expect, test } from 'vitest';
import * as z from 'zod';
import { wholeNumber } from '#src/operations/kit/input/whole-number.ts';

const Seconds = wholeNumber({
  what: 'a number of seconds',
  min: 5,
  max: 60,
  works: 'write a whole number from 5 to 60',
});

test.each([
  [30, 30],
  ['30', 30],
  [' 5 ', 5],
])('%j is %i', (given, number) => {
  expect(Seconds.parse(given)).toBe(number);
});

test.each(['abc', '', '4', 61, 5.5, '5.5', '1e1', true, null, 'NaN'])('%j is refused as it was given', (given) => {
  const [issue] = Seconds.safeParse(given).error?.issues ?? [];
  expect(issue?.message).toBe(`"${String(given)}" is not a number of seconds; write a whole number from 5 to 60`);
});

test('the JSON schema says that it is a whole number, with its bounds', () => {
  expect(z.toJSONSchema(Seconds, { io: 'input' })).toMatchObject({ type: 'integer', minimum: 5, maximum: 60 });
});
