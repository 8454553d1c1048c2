import { DateTime } from 'luxon';
import { Problem } from '../../platform/problem.ts';
import { LEAGUE_ZONE } from './game-date.ts';

/** New York is five hours behind UTC in winter and four in summer. */
const OFFSETS_MINUTES = { '2026-01-15T12:00:00Z': -300, '2026-07-15T12:00:00Z': -240 };

/**
 * For start-up: throws a `Problem` `no_time_zone_data` where the runtime does not know New York's time, because every game date would be
 * wrong around midnight.
 */
export function assertTimeZoneData(): void {
  for (const [moment, minutes] of Object.entries(OFFSETS_MINUTES)) {
    if (DateTime.fromISO(moment, { zone: LEAGUE_ZONE }).offset === minutes) continue;
    const message = `This Node does not know the time of ${LEAGUE_ZONE}, so game dates would be wrong. Use a Node with full ICU and time zone data.`;
    throw new Problem({ code: 'no_time_zone_data', message });
  }
}
