import { expect, it } from 'vitest';
import { isRetryDue, retryPause } from '#src/operations/jobs/retry-policy.ts';

const MINUTE_MS = 60_000;
const NOW = new Date('2026-02-05T12:00:00Z');

it.each([
  [1, 1],
  [2, 2],
  [3, 4],
  [4, 8],
])('failure %i is followed by a pause of %i minutes', (failures, minutes) => {
  expect(retryPause(failures)).toBe(minutes * MINUTE_MS);
});

it('the fifth failure is not followed by a retry', () => {
  expect(retryPause(5)).toBeUndefined();
});

it.each([
  ['at its time', 0, true],
  ['not a moment earlier', 1, false],
  ['at once when it is a day ahead, because a clock was wrong', 24 * 60 * MINUTE_MS, true],
])('a retry is due %s', (_title, aheadMs, isDue) => {
  expect(isRetryDue(new Date(NOW.getTime() + aheadMs), NOW)).toBe(isDue);
});
