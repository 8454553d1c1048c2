import { DateTime } from 'luxon';
import { Problem } from '../../platform/problem.ts';
import { LEAGUE_ZONE } from './game-date.ts';

/** New York is five hours behind UTC in winter and four in summer. */
const OFFSETS_MINUTES = { '2026-01-15T12:00:00Z': -300, '2026-07-15T12:00:00Z': -240 };

/**
 * For start-up: throws a `Problem` `no_time_zone_data` where the runtime does not know New York's time, because every game date would be
 * wrong around midnight. `zone` is the name it is looked up by.
 */
export function assertTimeZoneData(zone: string = LEAGUE_ZONE): void {
  const known = Object.entries(OFFSETS_MINUTES).every(
    ([moment, minutes]) => DateTime.fromISO(moment, { zone }).offset === minutes,
  );
  if (known) return;
  throw new Problem({
    code: 'no_time_zone_data',
    message: `This Node does not know the time of ${zone}, so game dates would be wrong. Use a Node with time zone data.`,
  });
}
