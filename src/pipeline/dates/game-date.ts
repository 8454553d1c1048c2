import { DateTime } from 'luxon';
import { Problem } from '../../platform/problem.ts';
import { quoted } from './quoted.ts';

/** The time zone of game dates. A game that starts at 00:30 UTC belongs to the previous game date. */
export const LEAGUE_ZONE = 'America/New_York';

const FORMAT = 'yyyy-MM-dd';
const SHAPE = /^\d{4}-\d{2}-\d{2}$/;
const FIRST_YEAR = 1946;
/** The last accepted year of a game date. A date after it is a typing error. */
const LAST_YEAR = 2100;

/** The words for game dates, and their distance from today in days. */
const DAYS_FROM_TODAY: Readonly<Record<string, number>> = { YESTERDAY: -1, TODAY: 0, TONIGHT: 0, TOMORROW: 1 };
/** The dashes that phones write for a hyphen. */
const LONG_DASHES = /[\u2010-\u2015\u2212]/g;

/**
 * Parses a game date: a date like `2026-02-05`, or YESTERDAY, TODAY, TONIGHT or TOMORROW in any letter case. TODAY is the
 * date in New York at `now`. Throws a `Problem` `bad_date` for any other text.
 */
export function parseGameDate(text: string, now: Date): string {
  const word = text.trim().replace(LONG_DASHES, '-');
  const today = leagueTime(now);
  const days = DAYS_FROM_TODAY[word.toUpperCase()];
  if (days !== undefined) return dateOf(today.plus({ days }));
  if (!SHAPE.test(word)) throw badDate(`${named(text)} is not a valid date`, today);
  const date = DateTime.fromFormat(word, FORMAT, { zone: LEAGUE_ZONE });
  if (!date.isValid) throw badDate(`${quoted(word)} does not exist in the calendar`, today);
  if (date.year < FIRST_YEAR)
    throw badDate(`${quoted(word)} is before the league's first game in ${FIRST_YEAR}`, today);
  if (date.year > LAST_YEAR) throw badDate(`${quoted(word)} is later than the year ${LAST_YEAR}`, today);
  return word;
}

/** Whether a text has the form of a game date: a date or one of the words for dates. The date may not exist. */
export function isDateText(text: string): boolean {
  const word = text.trim().replace(LONG_DASHES, '-');
  return SHAPE.test(word) || DAYS_FROM_TODAY[word.toUpperCase()] !== undefined;
}

/** Returns the game date at the moment `now`, which is the date in New York. */
export function gameDateOf(now: Date): string {
  return dateOf(leagueTime(now));
}

export function previousGameDate(gameDate: string): string {
  return daysBefore(gameDate, 1);
}

/** Returns the date that is a number of days before a game date. */
export function daysBefore(gameDate: string, days: number): string {
  return dateOf(DateTime.fromFormat(gameDate, FORMAT, { zone: LEAGUE_ZONE }).minus({ days }));
}

function leagueTime(now: Date): DateTime {
  return DateTime.fromJSDate(now, { zone: LEAGUE_ZONE });
}

function dateOf(time: DateTime): string {
  return time.toFormat(FORMAT);
}

function named(text: string): string {
  return text.trim() === '' ? 'An empty text' : quoted(text.trim());
}

function badDate(what: string, today: DateTime): Problem {
  const message = `${what}. Write it as YYYY-MM-DD, such as ${dateOf(today)}, or use YESTERDAY, TODAY or TOMORROW (New York time).`;
  return new Problem({ code: 'bad_date', message });
}
