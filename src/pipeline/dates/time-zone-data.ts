import { DateTime } from 'luxon';
import { Problem } from '../../platform/problem.ts';
import { LEAGUE_ZONE } from './game-date.ts';

/** New York is five hours behind UTC in winter and four in summer. */
const OFFSETS_MINUTES = { '2026-01-15T12:00:00Z': -300, '2026-07-15T12:00:00Z': -240 };

/**
 * The composition root calls this at startup. Throws a `Problem` `no_time_zone_data` when the runtime has no time zone
 * data for New York: every game date around midnight would be wrong.
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
