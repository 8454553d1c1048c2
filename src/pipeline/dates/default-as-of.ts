import { DateTime } from 'luxon';
import { gameDateOf, LEAGUE_ZONE } from './game-date.ts';

const HOUR_MS = 3_600_000;
/** Before any tip-off of the league: its earliest games start at noon. */
const EARLIEST = { hour: 11 };

/**
 * The time up to which a batch uses data: now for today and later. For a past date it is one hour before the first tip-off, so that nothing about
 * the games themselves is known, or 11:00 in New York when no tip-off time is known.
 */
export function defaultAsOf(gameDate: string, firstTipoff: Date | undefined, now: Date): Date {
  if (gameDate >= gameDateOf(now)) return now;
  if (firstTipoff !== undefined) return new Date(firstTipoff.getTime() - HOUR_MS);
  return DateTime.fromISO(gameDate, { zone: LEAGUE_ZONE }).set(EARLIEST).toJSDate();
}
