import { DateTime } from 'luxon';
import { LEAGUE_ZONE } from '../pipeline/dates/game-date.ts';
import { type Instant, millisOf } from '../platform/instant.ts';

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;

/** A moment as people near it say it: `7:10 PM ET`, with the day where it is not today's. */
export function momentText(moment: Instant, now: Instant): string {
  const [then, today] = [timeOf(moment), timeOf(now)];
  const day = then.hasSame(today, 'day') ? '' : `${then.toFormat('MMM d')}, `;
  return `${day}${then.toFormat('h:mm a')} ET`;
}

/** How long ago, or how long until: `12 min`, `1 h 5 min`. */
export function spanText(from: Instant, to: Instant): string {
  const minutes = Math.max(0, Math.round((millisOf(to) - millisOf(from)) / MINUTE_MS));
  const rest = `${minutes % HOUR_MINUTES} min`;
  return minutes < HOUR_MINUTES ? rest : `${Math.floor(minutes / HOUR_MINUTES)} h ${rest}`;
}

function timeOf(moment: Instant): DateTime {
  return DateTime.fromMillis(millisOf(moment), { zone: LEAGUE_ZONE, locale: 'en-US' });
}
