import { DateTime } from 'luxon';
import { gameDateOf, LEAGUE_ZONE } from './game-date.ts';

const HOUR_MS = 3_600_000;
/**
 * A past date without a known tip-off time uses data up to 11:00 in New York. The earliest games of the league start at
 * noon.
 */
const EARLIEST = { hour: 11 };

/**
 * The default time up to which a batch uses data. For today and later dates it is the current time. For a past date it
 * is one hour before the last tip-off. The data of each earlier game ends one hour before its own tip-off, so that the
 * batch knows nothing about the games themselves. If no tip-off time is known, it is 11:00 in New York.
 */
export function defaultAsOf(gameDate: string, lastTipoff: Date | undefined, now: Date): Date {
  if (gameDate >= gameDateOf(now)) return now;
  if (lastTipoff !== undefined) return new Date(lastTipoff.getTime() - HOUR_MS);
  return DateTime.fromISO(gameDate, { zone: LEAGUE_ZONE }).set(EARLIEST).toJSDate();
}
