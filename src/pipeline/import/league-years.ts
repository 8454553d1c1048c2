import { DateTime } from 'luxon';

/** The year in which the league's first season began. */
export const FIRST_LEAGUE_YEAR = 1946;
/** Real data reaches this year, so a clock that is years behind must not refuse it. */
const KNOWN_YEAR = 2027;
const JULY = 7;

/** Returns the year in which the next season ends. A season ends in June. */
export function lastLeagueYear(now: Date): number {
  const { year, month } = DateTime.fromJSDate(now, { zone: 'America/New_York' });
  const seasonBegan = month >= JULY ? year : year - 1;
  return Math.max(KNOWN_YEAR, seasonBegan + 2);
}
