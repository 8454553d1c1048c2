import { expect, it } from 'vitest';
import { decideResult } from '#src/pipeline/batch/decide-result.ts';

const tally = (predicted: number, more: object = {}) => ({ predicted, skipped: {}, failed: {}, missing: 0, ...more });

it.each([
  ['complete', 'everybody is predicted', tally(136)],
  ['complete', '17 are out and 119 predicted (RT-01)', tally(119, { skipped: { player_injury_out: 17 } })],
  ['complete', 'exactly 5 % failed', tally(95, { failed: { attempts_exhausted: 5 } })],
  ['partial', 'more than 5 % failed', tally(94, { failed: { attempts_exhausted: 6 } })],
  [
    'partial',
    'failures and quality skips together are more than 5 %',
    tally(94, { failed: { crashed: 3 }, skipped: { no_features: 3 } }),
  ],
  ['partial', 'somebody is missing', tally(119, { missing: 1 })],
  ['empty', 'nobody is predicted', tally(0, { skipped: { player_injury_out: 3 } })],
  ['empty', 'nobody was expected', tally(0)],
] as const)('is %s when %s', (result, _when, counted) => {
  expect(decideResult(counted, [])).toBe(result);
});

it('a failed check makes a complete slate partial, and leaves an empty one empty', () => {
  const failed = [{ check: 'old_lines', finding: 'The lines are old.', way_out: 'Import newer lines.' }] as const;
  expect(decideResult(tally(136), failed)).toBe('partial');
  expect(decideResult(tally(0), failed)).toBe('empty');
});
