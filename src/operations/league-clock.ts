import { LEAGUE_ZONE } from '../pipeline/dates/game-date.ts';
import { type Instant, millisOf } from '../platform/instant.ts';

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
const TIME = new Intl.DateTimeFormat('en-US', { timeZone: LEAGUE_ZONE, hour: 'numeric', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat('en-US', { timeZone: LEAGUE_ZONE, month: 'short', day: 'numeric' });

/** A moment as people near it say it: `7:10 PM ET`, with the day where it is not that of `now`. */
export function momentText(moment: Instant, now: Instant): string {
  return DAY.format(millisOf(moment)) === DAY.format(millisOf(now)) ? timeText(moment) : dayText(moment);
}

/** The same for who may read it on another day: `Feb 5, 7:10 PM ET`. */
export function dayText(moment: Instant): string {
  return `${DAY.format(millisOf(moment))}, ${timeText(moment)}`;
}

function timeText(moment: Instant): string {
  return `${TIME.format(millisOf(moment)).replaceAll('\u202f', ' ')} ET`;
}

/** How long ago, or how long until: `less than a minute`, `12 min`, `1 h 5 min`. */
export function spanText(from: Instant, to: Instant): string {
  const minutes = Math.floor((millisOf(to) - millisOf(from)) / MINUTE_MS);
  if (minutes < 1) return 'less than a minute';
  const rest = `${minutes % HOUR_MINUTES} min`;
  return minutes < HOUR_MINUTES ? rest : `${Math.floor(minutes / HOUR_MINUTES)} h ${rest}`;
}
