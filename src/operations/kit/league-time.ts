import { LEAGUE_ZONE } from '../../pipeline/dates/game-date.ts';
import { type Instant, millisOf } from '../../platform/instant.ts';

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
const HOUR_MS = HOUR_MINUTES * MINUTE_MS;
const TIME = { hour: 'numeric', minute: '2-digit' } as const;
const DAY = { month: 'short', day: 'numeric' } as const;

/** Date formats are created at their first use. Creating one takes a twentieth of a command's start time, and most commands show no time. */
const formats = new Map<Intl.DateTimeFormatOptions, Intl.DateTimeFormat>();

/**
 * Formats a time for people who read it now: `7:10 PM ET`, with the day if it is not the day of `now`. In the hour that
 * occurs twice at the end of daylight saving time, the zone is EDT or EST.
 */
export function leagueTime(moment: Instant, now: Instant): string {
  const day = leagueFormat(DAY);
  return day.format(millisOf(moment)) === day.format(millisOf(now)) ? timeText(moment) : leagueDay(moment);
}

/** Formats a time for people who may read it on another day: `Feb 5, 7:10 PM ET`. */
export function leagueDay(moment: Instant): string {
  return `${leagueFormat(DAY).format(millisOf(moment))}, ${timeText(moment)}`;
}

function timeText(moment: Instant): string {
  const wall = leagueFormat(TIME);
  const shown = wall.format(millisOf(moment));
  const isShownAlso = (laterMs: number) => wall.format(millisOf(moment) + laterMs) === shown;
  const zone = [...(isShownAlso(HOUR_MS) ? ['EDT'] : []), ...(isShownAlso(-HOUR_MS) ? ['EST'] : []), 'ET'][0];
  return `${shown.replaceAll('\u202f', ' ')} ${zone}`;
}

/** Formats the time between two instants: `less than a minute`, `12 min`, `1 h 5 min`. */
export function leagueTimeSpan(from: Instant, to: Instant): string {
  const minutes = Math.floor((millisOf(to) - millisOf(from)) / MINUTE_MS);
  if (minutes < 1) return 'less than a minute';
  const rest = `${minutes % HOUR_MINUTES} min`;
  return minutes < HOUR_MINUTES ? rest : `${Math.floor(minutes / HOUR_MINUTES)} h ${rest}`;
}

function leagueFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const known = formats.get(options);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', { timeZone: LEAGUE_ZONE, ...options });
  formats.set(options, format);
  return format;
}
