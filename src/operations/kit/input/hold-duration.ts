import { DateTime } from 'luxon';
import { LEAGUE_ZONE } from '../../../pipeline/dates/game-date.ts';
import { type Instant, laterBy, millisOf } from '../../../platform/instant.ts';
import { Problem } from '../../../platform/problem.ts';
import { quoteInput } from './printable.ts';
import { text } from './text.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const MAX_MS = 8 * HOUR_MS;
const WORKS = 'write 45m, 1h30m or "until 18:30 ET"; at most 8 hours';

const LENGTH = /^(?:(\d{1,3})\s*h(?:ours?|rs?)?)?\s*(?:(\d{1,4})\s*m(?:in(?:ute)?s?)?)?$/i;
const CLOCK = /^until\s+(\d{1,2})(?::(\d{2}))?\s*(am|pm)?(?:\s*(?:ET|EST|EDT))?$/i;

type Wanted =
  | { readonly type: 'for'; readonly ms: number }
  | { readonly type: 'until'; readonly hour: number; readonly minute: number };

/** How long a lock is wanted, as people write it. It stays as it was written; `holdUntil` resolves it by the store's clock. */
export const HoldDuration = text({ what: 'a length of time', maxLength: 40, works: WORKS })
  .refine((value) => wantedIn(value) !== undefined, {
    error: ({ input }) => `${quoteInput(input)} is not a length of time; ${WORKS}`,
    abort: true,
  })
  .refine((value) => isBetweenLimits(wantedIn(value)), {
    error: ({ input }) =>
      `${quoteInput(input)} is ${isTooLong(input) ? 'longer than 8 hours' : 'less than a minute'}; ${WORKS}`,
  });

/** When a hold that is wanted so ends, if it begins now. Throws a `Problem` `bad_input` for a time of day that is over 8 hours away. */
export function holdUntil(duration: string, now: Instant): Instant {
  const wanted = wantedIn(duration);
  if (wanted === undefined) throw new Error(`${duration} was not parsed before`);
  if (wanted.type === 'for') return laterBy(now, wanted.ms);
  const here = DateTime.fromMillis(millisOf(now), { zone: LEAGUE_ZONE });
  const today = here.set({ hour: wanted.hour, minute: wanted.minute, second: 0, millisecond: 0 });
  const until = today > here ? today : today.plus({ days: 1 });
  const ms = until.toMillis() - here.toMillis();
  if (ms <= MAX_MS) return laterBy(now, ms);
  const message = `for: ${quoteInput(duration)} is more than 8 hours away (it is ${here.toFormat('HH:mm')} ET now); ${WORKS}.`;
  throw new Problem({ code: 'bad_input', message });
}

function wantedIn(value: string): Wanted | undefined {
  const written = value.trim();
  const [, hours, minutes] = LENGTH.exec(written) ?? [];
  if (hours === undefined && minutes === undefined) return timeOfDayIn(written);
  return { type: 'for', ms: Number(hours ?? 0) * HOUR_MS + Number(minutes ?? 0) * MINUTE_MS };
}

/** `until 6` is none: it may be either six o'clock. */
function timeOfDayIn(written: string): Wanted | undefined {
  const [, hour, minutes, half] = CLOCK.exec(written) ?? [];
  const minute = minutes ?? (half && '0');
  if (hour === undefined || minute === undefined) return undefined;
  const time = { hour: hourOfDay(Number(hour), half?.toLowerCase()), minute: Number(minute) };
  return time.hour < 24 && time.minute < 60 ? { type: 'until', ...time } : undefined;
}

/** `12 am` is 0, `12 pm` is 12; 24 stands for what is no hour. */
function hourOfDay(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return 24;
  return (hour % 12) + (half === 'pm' ? 12 : 0);
}

function isTooLong(value: unknown): boolean {
  const wanted = wantedIn(String(value));
  return wanted?.type === 'for' && wanted.ms > MAX_MS;
}

function isBetweenLimits(wanted: Wanted | undefined): boolean {
  return wanted?.type !== 'for' || (wanted.ms >= MINUTE_MS && wanted.ms <= MAX_MS);
}
