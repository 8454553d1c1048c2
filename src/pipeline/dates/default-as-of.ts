import { DateTime } from 'luxon';
import { gameDateOf, LEAGUE_ZONE } from './game-date.ts';

const HOUR_MS = 3_600_000;
/** Before any game the league plays: its earliest tip-offs are at noon. */
const EARLIEST = { hour: 11 };

/**
 * The moment a batch reads by: now for today and later; for a past date one hour before its first tip-off, so that nothing of the games
 * themselves is known. 11:00 in New York where no tip-off of the date is known.
 */
export function defaultAsOf(gameDate: string, firstTipoff: Date | undefined, now: Date): Date {
  if (gameDate >= gameDateOf(now)) return now;
  if (firstTipoff !== undefined) return new Date(firstTipoff.getTime() - HOUR_MS);
  return DateTime.fromISO(gameDate, { zone: LEAGUE_ZONE }).set(EARLIEST).toJSDate();
}
