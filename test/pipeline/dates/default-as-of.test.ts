import { describe, expect, it } from 'vitest';
import { defaultAsOf } from '#src/pipeline/dates/default-as-of.ts';

const NOW = new Date('2026-02-06T02:30:00Z');
const TIPOFF = new Date('2026-02-05T00:00:00Z');

describe('the time up to which a batch uses data', () => {
  it.each(['2026-02-05', '2026-02-06'])('is now for %s, on the evening of 5 February in New York', (date) => {
    expect(defaultAsOf(date, TIPOFF, NOW)).toEqual(NOW);
  });

  it('is one hour before the last tip-off of a past date', () => {
    expect(defaultAsOf('2026-02-04', TIPOFF, NOW)).toEqual(new Date('2026-02-04T23:00:00Z'));
  });

  it.each([
    ['2026-02-04', '2026-02-04T16:00:00Z'],
    ['2025-06-05', '2025-06-05T15:00:00Z'],
  ])('is 11:00 in New York on %s when no tip-off time is known', (date, moment) => {
    expect(defaultAsOf(date, undefined, NOW)).toEqual(new Date(moment));
  });
});
