import { describe, expect, it } from 'vitest';
import { lastCallTime } from '#src/pipeline/batch/last-call-time.ts';
import { type DueSlateRun, decideSlateRun, type EarlierBatch } from '#src/pipeline/batch/slate-run-policy.ts';

const at = (time: string) => new Date(`2026-02-05T${time}:00Z`);
const EARLY: EarlierBatch = { mode: 'FIRST', startedAt: at('07:30'), isComplete: true };
const MORNING: DueSlateRun = { mode: 'FIRST', due: at('13:00'), runsFor: 'everyone' };
const RETRY: DueSlateRun = { mode: 'RETRY', due: at('14:00'), runsFor: 'gaps' };
const LAST_CALL: DueSlateRun = { mode: 'LAST_CALL', due: at('21:00'), runsFor: 'everyone' };

describe('a run of the day', () => {
  it.each<[string, { earlier: readonly EarlierBatch[]; run: DueSlateRun; expected: string }]>([
    ['runs when it is the first', { earlier: [], run: MORNING, expected: 'run' }],
    ['runs after a complete batch, with newer data', { earlier: [EARLY], run: MORNING, expected: 'run' }],
    ['does not run twice', { earlier: [{ ...EARLY, startedAt: at('13:00') }], run: MORNING, expected: 'ran-before' }],
    ['retries nothing after a complete batch', { earlier: [EARLY], run: RETRY, expected: 'no-gaps' }],
    ['retries after a batch with gaps', { earlier: [{ ...EARLY, isComplete: false }], run: RETRY, expected: 'run' }],
    ['retries when there is no batch', { earlier: [], run: RETRY, expected: 'run' }],
    [
      'has one last call',
      { earlier: [{ ...EARLY, mode: 'LAST_CALL', startedAt: at('20:45') }], run: LAST_CALL, expected: 'ran-before' },
    ],
    [
      'does not follow the last call',
      { earlier: [{ ...EARLY, mode: 'LAST_CALL' }], run: MORNING, expected: 'after-last-call' },
    ],
  ])('%s', (_title, { earlier, run, expected }) => {
    expect(decideSlateRun(earlier, run)).toBe(expected);
  });
});

describe('the last call', () => {
  it.each([
    ['is at 16:00 in New York', '2026-02-05', '2026-02-06T00:00:00Z', '2026-02-05T21:00:00.000Z'],
    ['is 90 minutes before an early tip-off', '2026-02-05', '2026-02-05T18:00:00Z', '2026-02-05T16:30:00.000Z'],
    ['is at 16:00 when no tip-off is known', '2026-02-05', undefined, '2026-02-05T21:00:00.000Z'],
    ['is an hour earlier in UTC in summer time', '2026-03-08', undefined, '2026-03-08T20:00:00.000Z'],
    ['is an hour later in UTC on the day summer time ends', '2026-11-01', undefined, '2026-11-01T21:00:00.000Z'],
  ])('%s', (...[, gameDate, tipoff, expected]) => {
    expect(lastCallTime(gameDate, tipoff === undefined ? undefined : new Date(tipoff)).toISOString()).toBe(expected);
  });
});
