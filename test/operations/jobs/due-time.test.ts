import { describe, expect, it } from 'vitest';
import { latestDue, nextDue } from '#src/operations/jobs/due-time.ts';

const HOUR_MS = 60 * 60_000;
const SEVEN = ['0 7 * * *'];
const at = (text: string) => new Date(text);

interface Case {
  readonly title: string;
  readonly patterns?: readonly string[];
  /** Moments of 2026, in UTC. */
  readonly handled: string;
  readonly now: string;
  readonly due: string | undefined;
}

function due(patterns: readonly string[], handled: string, { now, hours = 24 }: { now: string; hours?: number }) {
  const window = { handledUntil: at(handled), now: at(now), catchUpWithinMs: hours * HOUR_MS };
  return latestDue(patterns, window)?.toISOString();
}

describe('latestDue(patterns, window)', () => {
  const cases: readonly Case[] = [
    { title: 'is undefined before the time', handled: '02-04T12:00:00', now: '02-05T11:59:59', due: undefined },
    {
      title: 'is the time at the time itself',
      handled: '02-04T12:00:00',
      now: '02-05T12:00:00',
      due: '02-05T12:00:00',
    },
    {
      title: 'is undefined once the time was handled',
      handled: '02-05T12:00:00',
      now: '02-05T18:00:00',
      due: undefined,
    },
    {
      title: 'is the newest of several missed times',
      handled: '02-01T12:00:00',
      now: '02-05T18:00:00',
      due: '02-05T12:00:00',
    },
    {
      title: 'takes the newest over all patterns',
      patterns: ['30 2 * * *', '0 7 * * *'],
      handled: '02-05T00:00:00',
      now: '02-05T13:00:00',
      due: '02-05T12:00:00',
    },
    {
      title: "follows New York's day from 00:00 to 05:00 UTC (RT-37)",
      patterns: ['0 23 * * *'],
      handled: '02-05T00:00:00',
      now: '02-05T04:30:00',
      due: '02-05T04:00:00',
    },
    {
      title: 'runs a time that the spring change leaves out an hour later',
      patterns: ['30 2 * * *'],
      handled: '03-07T07:30:00',
      now: '03-08T08:00:00',
      due: '03-08T07:30:00',
    },
    {
      title: 'does so also when the search starts inside the missing hour',
      patterns: ['30 2 * * *'],
      handled: '03-08T07:10:00',
      now: '03-08T08:00:00',
      due: '03-08T07:30:00',
    },
    {
      title: 'runs a time that the autumn change repeats once',
      patterns: ['30 1 * * *'],
      handled: '11-01T05:30:00',
      now: '11-01T07:00:00',
      due: undefined,
    },
    {
      title: 'is an hour earlier in UTC from the spring change on',
      handled: '03-08T00:00:00',
      now: '03-08T11:00:00',
      due: '03-08T11:00:00',
    },
    {
      title: 'is an hour later in UTC from the autumn change on',
      handled: '11-01T00:00:00',
      now: '11-01T11:30:00',
      due: undefined,
    },
  ];

  it.each(cases)('$title', ({ patterns = SEVEN, handled, now, due: expected }) => {
    expect(due(patterns, `2026-${handled}Z`, { now: `2026-${now}Z` })).toBe(expected && `2026-${expected}.000Z`);
  });

  it('skips a time that is older than the catch-up limit', () => {
    expect(due(SEVEN, '2026-02-04T12:00:00Z', { now: '2026-02-05T20:00:00Z', hours: 7 })).toBeUndefined();
    expect(due(SEVEN, '2026-02-04T12:00:00Z', { now: '2026-02-05T20:00:00Z', hours: 9 })).toBe(
      '2026-02-05T12:00:00.000Z',
    );
  });

  it('counts a handled time in the future as now, because a clock ran ahead', () => {
    expect(due(SEVEN, '2026-02-07T12:00:00Z', { now: '2026-02-05T12:00:00Z' })).toBeUndefined();
    expect(due(SEVEN, '2026-02-05T12:00:30Z', { now: '2026-02-05T12:00:00Z' })).toBeUndefined();
  });
});

describe('nextDue(patterns, now)', () => {
  it.each([
    ['is later the same day', '2026-02-05T11:00:00Z', '2026-02-05T12:00:00.000Z'],
    ['is the next day at the time itself', '2026-02-05T12:00:00Z', '2026-02-06T12:00:00.000Z'],
  ])('%s', (_title, now, expected) => {
    expect(nextDue(SEVEN, at(now)).toISOString()).toBe(expected);
  });

  it('throws for a job without a pattern', () => {
    expect(() => nextDue([], at('2026-02-05T12:00:00Z'))).toThrow('never due');
  });
});
