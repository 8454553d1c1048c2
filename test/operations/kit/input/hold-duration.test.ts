import { expect, it } from 'vitest';
import { HoldDuration, holdUntil } from '#src/operations/kit/input/hold-duration.ts';
import { Instant } from '#src/platform/instant.ts';

/** 18:00 in New York, in winter. */
const NOW = Instant.parse('2026-02-05T23:00:00.000000Z');

it.each([
  ['45m', '23:45'],
  ['45 min', '23:45'],
  ['1h', '00:00'],
  ['1h30m', '00:30'],
  ['2 hours', '01:00'],
  ['8h', '07:00'],
  ['until 18:30 ET', '23:30'],
  ['until 6:30 pm', '23:30'],
  ['until 7pm', '00:00'],
  ['until 7 PM ET', '00:00'],
  ['until 00:15', '05:15'],
  ['until 12:00 am ET', '05:00'],
])('%s at 18:00 ET ends at %s UTC', (written, clock) => {
  expect(holdUntil(HoldDuration.parse(written), NOW).slice(11, 16)).toBe(clock);
});

it.each([
  '',
  'soon',
  '30',
  '0m',
  '9h',
  '8h1m',
  '-5m',
  '1.5h',
  'until',
  'until 6',
  'until 25:00',
  'until 6:30 xm',
  'until 13:00 pm',
])('%j is refused with what to write', (written) => {
  expect(HoldDuration.safeParse(written).error?.issues[0]?.message).toContain('until 18:30 ET');
});

it('a time of day more than eight hours away is refused by the clock that counts', () => {
  expect(() => holdUntil('until 17:59 ET', NOW)).toThrow('more than 8 hours away (it is 18:00 ET now)');
});

it('knows daylight saving time', () => {
  expect(holdUntil('until 18:30 ET', Instant.parse('2026-07-05T22:00:00.000000Z')).slice(11, 16)).toBe('22:30');
});

it.each([
  ['2026-11-01T05:15:00.000000Z', '1:30', '05:30'],
  ['2026-11-01T06:15:00.000000Z', '1:30', '06:30'],
  ['2026-11-01T05:45:00.000000Z', '1:30', '06:30'],
  ['2026-11-01T04:15:00.000000Z', '1:30', '05:30'],
  ['2026-11-01T06:45:00.000000Z', '2:00', '07:00'],
  ['2026-03-08T06:45:00.000000Z', '3:15', '07:15'],
])('on a night when the clocks change, at %s, until %s ET ends at %s UTC', (now, time, clock) => {
  expect(holdUntil(`until ${time} ET`, Instant.parse(now)).slice(11, 16)).toBe(clock);
});

it.each([
  ['2026-11-01T05:15:00.000000Z', 'until 1:30 EDT', '05:30'],
  ['2026-11-01T05:15:00.000000Z', 'until 1:30 EST', '06:30'],
  ['2026-11-01T05:45:00.000000Z', 'until 1:30 am est', '06:30'],
  ['2026-02-05T23:00:00.000000Z', 'until 19:30 EDT', '23:30'],
  ['2026-02-05T23:00:00.000000Z', 'until 19:30 EST', '00:30'],
  ['2026-07-05T22:00:00.000000Z', 'until 18:30 EST', '23:30'],
])('at %s, %s ends at %s UTC, because the text names the offset', (now, written, clock) => {
  expect(holdUntil(HoldDuration.parse(written), Instant.parse(now)).slice(11, 16)).toBe(clock);
});

it('a named offset is refused when its next time is more than eight hours away', () => {
  expect(() => holdUntil('until 1:30 EDT', Instant.parse('2026-11-01T05:45:00.000000Z'))).toThrow('more than 8 hours');
});

it('names the limit that was broken', () => {
  const said = (written: string) => HoldDuration.safeParse(written).error?.issues[0]?.message;
  expect(said('9h')).toContain('"9h" is longer than 8 hours');
  expect(said('0m')).toContain('"0m" is less than a minute');
});
