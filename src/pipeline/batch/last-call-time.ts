import { DateTime } from 'luxon';
import { LEAGUE_ZONE } from '../dates/game-date.ts';

const BEFORE_TIPOFF_MS = 90 * 60_000;
const LATEST = { hour: 16 };

/** The last predictions of a date are made at 16:00 in New York, or 90 minutes before the first tip-off if that is earlier. */
export function lastCallTime(gameDate: string, firstTipoff: Date | undefined): Date {
  const afternoon = DateTime.fromISO(gameDate, { zone: LEAGUE_ZONE }).set(LATEST).toJSDate();
  if (firstTipoff === undefined) return afternoon;
  const beforeTipoff = new Date(firstTipoff.getTime() - BEFORE_TIPOFF_MS);
  return beforeTipoff < afternoon ? beforeTipoff : afternoon;
}
