import { describe, expect, it } from 'vitest';
import { gameDateOf, parseGameDate } from '#src/pipeline/dates/game-date.ts';
import { Problem } from '#src/platform/problem.ts';

const NOW = new Date('2026-02-05T20:00:00Z');

function messageOf(text: string): string {
  try {
    return `accepted as ${parseGameDate(text, NOW)}`;
  } catch (error) {
    expect(error).toBeInstanceOf(Problem);
    expect(error).toMatchObject({ code: 'bad_date' });
    return error instanceof Problem ? error.message : '';
  }
}

describe('RT-37: TODAY and TOMORROW by New York’s calendar', () => {
  it.each([
    ['2026-02-05T20:00:00Z', '2026-02-05', '2026-02-06'],
    ['2026-02-06T00:00:00Z', '2026-02-05', '2026-02-06'],
    ['2026-02-06T01:00:00Z', '2026-02-05', '2026-02-06'],
    ['2026-02-06T02:00:00Z', '2026-02-05', '2026-02-06'],
    ['2026-02-06T03:00:00Z', '2026-02-05', '2026-02-06'],
    ['2026-02-06T04:00:00Z', '2026-02-05', '2026-02-06'],
    ['2026-02-06T04:59:59.999Z', '2026-02-05', '2026-02-06'],
    ['2026-02-06T05:00:00Z', '2026-02-06', '2026-02-07'],
    ['2026-07-01T03:59:59.999Z', '2026-06-30', '2026-07-01'],
    ['2026-07-01T04:00:00Z', '2026-07-01', '2026-07-02'],
    // Clocks go forward on 8 March: midnight is at 05:00 UTC before and at 04:00 UTC after it.
    ['2026-03-08T04:59:59Z', '2026-03-07', '2026-03-08'],
    ['2026-03-08T05:00:00Z', '2026-03-08', '2026-03-09'],
    ['2026-03-09T03:59:59Z', '2026-03-08', '2026-03-09'],
    ['2026-03-09T04:00:00Z', '2026-03-09', '2026-03-10'],
    // Clocks go back on 1 November, so it is the reverse.
    ['2026-11-01T03:59:59Z', '2026-10-31', '2026-11-01'],
    ['2026-11-01T04:00:00Z', '2026-11-01', '2026-11-02'],
    ['2026-11-02T04:59:59Z', '2026-11-01', '2026-11-02'],
    ['2026-11-02T05:00:00Z', '2026-11-02', '2026-11-03'],
    ['2027-01-01T04:59:59Z', '2026-12-31', '2027-01-01'],
  ])('at %s today is %s and tomorrow %s', (moment, today, tomorrow) => {
    const now = new Date(moment);

    expect(gameDateOf(now)).toBe(today);
    expect(parseGameDate('TODAY', now)).toBe(today);
    expect(parseGameDate('TOMORROW', now)).toBe(tomorrow);
  });

  it.each([
    ['2026-02-05T20:00:00Z', '2026-02-04'],
    ['2026-02-06T04:59:59.999Z', '2026-02-04'],
    ['2026-02-06T05:00:00Z', '2026-02-05'],
    ['2026-03-09T03:30:00Z', '2026-03-07'],
    ['2027-01-01T05:00:00Z', '2026-12-31'],
  ])('at %s yesterday is %s', (moment, yesterday) => {
    expect(parseGameDate('yesterday', new Date(moment))).toBe(yesterday);
  });

  it.each(['2026–02–05', '2026—02—05', '2026−02−05', 'tonight'])('%o means 2026-02-05', (typed) => {
    expect(parseGameDate(typed, NOW)).toBe('2026-02-05');
  });

  it.each(['today', 'Today', ' TODAY '])('%o is accepted and becomes a date', (word) => {
    expect(parseGameDate(word, NOW)).toBe('2026-02-05');
  });
});

describe('a date in the form YYYY-MM-DD', () => {
  it.each(['2026-02-05', '2024-02-29', '2026-03-08', '2026-11-01', '1946-11-01'])('%s stays unchanged', (date) => {
    expect(parseGameDate(date, NOW)).toBe(date);
  });
});

describe('an invalid date', () => {
  it.each([
    ['2026-02-30', '"2026-02-30" does not exist in the calendar'],
    ['2025-02-29', 'does not exist in the calendar'],
    ['2026-13-01', 'does not exist in the calendar'],
    ['0000-01-01', 'before the league'],
    ['1945-12-31', 'before the league'],
    ['2101-01-01', 'later than the year 2100'],
    ['9999-12-31', 'later than the year 2100'],
    ['', 'An empty text is not a valid date'],
    ['   ', 'An empty text is not a valid date'],
    ['last night', '"last night" is not a valid date'],
    ['20260205', 'is not a valid date'],
    ['2026-2-5', 'is not a valid date'],
    ['05.02.2026', 'is not a valid date'],
    ['2026-02-05T00:00:00Z', 'is not a valid date'],
    ['2026-02-05; DROP TABLE players', 'is not a valid date'],
    ['constructor', 'is not a valid date'],
    ['__proto__', 'is not a valid date'],
    ['２０２６-０２-０５', 'is not a valid date'],
  ])('%o is refused: %s, and the message says what to write', (text, reason) => {
    expect(messageOf(text)).toContain(reason);
    expect(messageOf(text)).toContain('YYYY-MM-DD, such as 2026-02-05, or use YESTERDAY, TODAY or TOMORROW');
  });

  it('a text of ten thousand characters is shortened in the message', () => {
    expect(messageOf('9'.repeat(10_000))).toContain(`"${'9'.repeat(40)}…"`);
    expect(messageOf('9'.repeat(10_000)).length).toBeLessThan(200);
  });

  it('control characters and direction marks are not repeated in the message', () => {
    expect(messageOf('a\u001b[31m\u0000\u0007\u202e\nb')).toContain('"a�[31m����b"');
  });
});
