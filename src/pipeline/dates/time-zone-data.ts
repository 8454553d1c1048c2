import { DateTime } from 'luxon';
import { Problem } from '../../platform/problem.ts';
import { LEAGUE_ZONE } from './game-date.ts';

/**
 * The expected UTC offsets of New York, which prove that time zone data is present: -5 hours in winter, -4 hours in
 * summer.
 */
const OFFSETS_MINUTES = { '2026-01-15T12:00:00Z': -300, '2026-07-15T12:00:00Z': -240 };

/**
 * Checks at startup that the runtime has time zone data for New York, because game dates around midnight would
 * otherwise be wrong. Throws a `Problem` `no_time_zone_data` if the data is missing.
 */
export function assertTimeZoneData(zone: string = LEAGUE_ZONE): void {
  const known = Object.entries(OFFSETS_MINUTES).every(
    ([moment, minutes]) => DateTime.fromISO(moment, { zone }).offset === minutes,
  );
  if (known) return;
  throw new Problem({
    code: 'no_time_zone_data',
    message: `This Node.js has no time zone data for ${zone}, so game dates would be wrong. Use a Node.js built with full ICU data.`,
  });
}
