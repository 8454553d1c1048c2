import { LEAGUE_ZONE } from '../pipeline/dates/game-date.ts';
import { type Instant, millisOf } from '../platform/instant.ts';

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
const TIME = new Intl.DateTimeFormat('en-US', { timeZone: LEAGUE_ZONE, hour: 'numeric', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat('en-US', { timeZone: LEAGUE_ZONE, month: 'short', day: 'numeric' });

/** A moment as people near it say it: `7:10 PM ET`, with the day where it is not that of `now`. */
export function momentText(moment: Instant, now: Instant): string {
  const [then, today] = [millisOf(moment), millisOf(now)];
  const day = DAY.format(then);
  const time = `${TIME.format(then).replaceAll('\u202f', ' ')} ET`;
  return day === DAY.format(today) ? time : `${day}, ${time}`;
}

/** How long ago, or how long until: `12 min`, `1 h 5 min`. */
export function spanText(from: Instant, to: Instant): string {
  const minutes = Math.max(0, Math.round((millisOf(to) - millisOf(from)) / MINUTE_MS));
  const rest = `${minutes % HOUR_MINUTES} min`;
  return minutes < HOUR_MINUTES ? rest : `${Math.floor(minutes / HOUR_MINUTES)} h ${rest}`;
}
