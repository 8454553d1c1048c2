import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chatTime } from '#src/bot/slack/messages/chat-time.ts';
import { leagueDay, leagueTime } from '#src/operations/kit/league-time.ts';
import { splitAtTimes } from '#src/operations/kit/split-at-times.ts';
import { instantFromDate } from '#src/platform/instant.ts';

const MINUTE_MS = 60_000;
const at = (iso: string) => instantFromDate(new Date(iso));
const NOW = at('2026-02-06T00:10:00Z');

test.each([
  ['until 7:10 PM ET.', '2026-02-06T00:10:00Z', 'time'],
  ['until Feb 5, 7:10 PM ET.', '2026-02-06T00:10:00Z', 'day and time'],
  ['until 7:10 PM ET, Feb 5.', '2026-02-06T00:10:00Z', 'day and time'],
  ['until Dec 31, 11:59 PM ET.', '2026-01-01T04:59:00Z', 'day and time'],
] as const)('finds the time in “%s”', (text, iso, shows) => {
  const [before, time, after] = splitAtTimes(text, NOW);
  expect([before, after]).toEqual(['until ', '.']);
  expect(time).toMatchObject({ moment: at(iso), shows });
});

test.each(['', 'no time', '7:10 PM', '13:99 PM ET', '7:10 PM ETA', 'Foo 31, 7:10 PM ET'])(
  '%j keeps all its text',
  (text) => {
    const parts = splitAtTimes(text, NOW).map((part) => (typeof part === 'string' ? part : part.text));
    expect(parts.join('')).toBe(text);
  },
);

test('the hour that occurs twice names its zone, and both of its times are found', () => {
  const [edt, est] = ['2026-11-01T05:30:00Z', '2026-11-01T06:30:00Z'].map(at);
  expect([edt, est].map((moment) => moment && leagueTime(moment, moment))).toEqual(['1:30 AM EDT', '1:30 AM EST']);
});

test('every written time is found again, to the minute', () => {
  const minutes = fc.integer({ min: Date.parse('2025-01-01') / MINUTE_MS, max: Date.parse('2027-12-31') / MINUTE_MS });
  const near = fc.integer({ min: -150 * 24 * 60, max: 150 * 24 * 60 });
  fc.assert(
    fc.property(minutes, near, (minute, away) => {
      const moment = instantFromDate(new Date(minute * MINUTE_MS));
      const now = instantFromDate(new Date((minute + away) * MINUTE_MS));
      for (const text of [leagueDay(moment), leagueTime(moment, now), chatTime(moment)])
        expect(splitAtTimes(text, now)).toEqual([expect.objectContaining({ text, moment })]);
    }),
    { numRuns: 500 },
  );
});
