import { expect, test } from 'vitest';
import { dateText } from '../../src/page/model/date-token.ts';
import { mrkdwnPhrases } from '../../src/page/model/mrkdwn.ts';

/** The local time of the machine, because a browser shows its own time zone. */
const NOON = new Date(2026, 1, 5, 12, 30);
const at = (hours: number) => NOON.getTime() / 1_000 + hours * 3_600;
const show = (hours: number, format: string) => dateText({ timestamp: at(hours), format }, NOON.getTime());

test('shows the time of the reader, and near days as words', () => {
  expect(show(0, 'at {time}, {date_short_pretty}')).toBe('at 12:30 PM, today');
  expect(show(-24, '{date_pretty}')).toBe('yesterday');
  expect(show(24, '{date_long_pretty}')).toBe('tomorrow');
  expect(show(48, '{date_short_pretty}')).toBe('Feb 7, 2026');
  expect(show(0, '{date_short}')).toBe('Feb 5, 2026');
});

test('a date that cannot be shown has no text, so its fallback is shown', () => {
  expect(show(0, '{moon}')).toBeUndefined();
  expect(dateText({ timestamp: 1e300, format: '{time}' }, NOON.getTime())).toBeUndefined();
});

test('a date in mrkdwn is shown; without a known format its fallback is', () => {
  const time = dateText({ timestamp: at(0), format: '{time}' }, NOON.getTime());
  expect(mrkdwnPhrases(`<!date^${at(0)}^{time}|7:10 PM ET>`)).toEqual([{ type: 'text', text: time }]);
  expect(mrkdwnPhrases(`<!date^${at(0)}^{moon}|7:10 PM ET>`)).toEqual([{ type: 'text', text: '7:10 PM ET' }]);
});
