import { DateTime, FixedOffsetZone } from 'luxon';
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
const CLOCK = /^until\s+(\d{1,2})(?::(\d{2}))?\s*(am|pm)?(?:\s*(ET|EST|EDT))?$/i;

/** The offsets from UTC that a time of day may name. `ET` names the offset that New York has at that time. */
const OFFSET_MINUTES = { est: -300, edt: -240 } as const;
type NamedOffset = keyof typeof OFFSET_MINUTES;

type RequestedHold =
  | { readonly type: 'for'; readonly ms: number }
  | {
      readonly type: 'until';
      readonly hour: number;
      readonly minute: number;
      /** The offset that the text names; undefined for New York time. */
      readonly offset: NamedOffset | undefined;
    };

/** How long a caller wants to hold a lock, as people write it. The schema keeps the text, and `holdUntil` resolves it with the store's clock. */
export const HoldDuration = text({ what: 'a length of time', maxLength: 40, works: WORKS })
  .refine((value) => parseHold(value) !== undefined, {
    error: ({ input }) => `${quoteInput(input)} is not a length of time; ${WORKS}`,
    abort: true,
  })
  .refine((value) => isBetweenLimits(parseHold(value)), {
    error: ({ input }) =>
      `${quoteInput(input)} is ${isTooLong(input) ? 'longer than 8 hours' : 'less than a minute'}; ${WORKS}`,
  });

/** Returns the end of a hold that starts now. Throws a `Problem` `bad_input` for a time of day more than 8 hours away. */
export function holdUntil(duration: string, now: Instant): Instant {
  const end = endOfSpan(duration, now);
  if (end === undefined) throw new Error(`${duration} did not pass HoldDuration`);
  if (end.ms <= MAX_MS) return end.until;
  const here = DateTime.fromMillis(millisOf(now), { zone: LEAGUE_ZONE });
  const message = `for: ${quoteInput(duration)} is more than 8 hours away (it is ${here.toFormat('HH:mm')} ET now); ${WORKS}.`;
  throw new Problem({ code: 'bad_input', message });
}

/**
 * Parses a duration such as `2h`, or a time such as `23:30`, and returns when it ends and how long it lasts. Every length
 * is accepted. Returns undefined if the text is neither.
 */
export function endOfSpan(written: string, now: Instant): { readonly until: Instant; readonly ms: number } | undefined {
  const requested = parseHold(written);
  if (requested === undefined) return undefined;
  const here = DateTime.fromMillis(millisOf(now), { zone: LEAGUE_ZONE });
  const ms = requested.type === 'for' ? requested.ms : nextTime(requested, here).toMillis() - here.toMillis();
  return { until: laterBy(now, ms), ms };
}

/**
 * Returns the next time that a clock in New York, or a clock with the named offset, shows the time of day. In the night
 * in which New York repeats an hour, the clock shows each time of that hour twice.
 */
function nextTime({ hour, minute, offset }: Extract<RequestedHold, { type: 'until' }>, here: DateTime): DateTime {
  const now = offset === undefined ? here : here.setZone(FixedOffsetZone.instance(OFFSET_MINUTES[offset]));
  const today = now.set({ hour, minute, second: 0, millisecond: 0 });
  const shown = [...today.getPossibleOffsets(), today.plus({ days: 1 })];
  return shown.find((time) => time > now) ?? today.plus({ days: 1 });
}

function parseHold(value: string): RequestedHold | undefined {
  const written = value.trim();
  const [, hours, minutes] = LENGTH.exec(written) ?? [];
  if (hours === undefined && minutes === undefined) return parseTimeOfDay(written);
  return { type: 'for', ms: Number(hours ?? 0) * HOUR_MS + Number(minutes ?? 0) * MINUTE_MS };
}

/** Parses a time of day. `until 6` is refused, because it may mean morning or evening. */
function parseTimeOfDay(written: string): RequestedHold | undefined {
  const [, hour, minutes, half, zone] = CLOCK.exec(written) ?? [];
  const minute = minutes ?? (half && '0');
  if (hour === undefined || minute === undefined) return undefined;
  const offset = namedOffset(zone?.toLowerCase());
  const time = { hour: hourOfDay(Number(hour), half?.toLowerCase()), minute: Number(minute), offset };
  return time.hour < 24 && time.minute < 60 ? { type: 'until', ...time } : undefined;
}

function namedOffset(zone: string | undefined): NamedOffset | undefined {
  return zone === 'est' || zone === 'edt' ? zone : undefined;
}

/** Converts a 12-hour clock to the hour of the day: `12 am` is 0 and `12 pm` is 12. Returns 24 for an invalid hour. */
function hourOfDay(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return 24;
  return (hour % 12) + (half === 'pm' ? 12 : 0);
}

function isTooLong(value: unknown): boolean {
  const requested = parseHold(String(value));
  return requested?.type === 'for' && requested.ms > MAX_MS;
}

function isBetweenLimits(requested: RequestedHold | undefined): boolean {
  return requested?.type !== 'for' || (requested.ms >= MINUTE_MS && requested.ms <= MAX_MS);
}
