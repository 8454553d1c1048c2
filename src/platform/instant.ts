import * as z from 'zod';

const PATTERN = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/;

/**
 * A UTC time with microseconds, `2026-02-05T23:00:00.000000Z`. It is a string because strings in this form sort by time, and because a
 * Date would lose the microseconds that distinguish two commits.
 */
export const Instant = z.string().regex(PATTERN, 'not a time like 2026-02-05T23:00:00.000000Z').brand('Instant');
export type Instant = z.infer<typeof Instant>;

/** Converts microseconds since 1970 to an `Instant`. */
export function instantFromMicros(micros: number): Instant {
  const millis = Math.floor(micros / 1000);
  const rest = String(micros - millis * 1000).padStart(3, '0');
  return Instant.parse(`${new Date(millis).toISOString().slice(0, -1)}${rest}Z`);
}

export function instantFromDate(date: Date): Instant {
  return instantFromMicros(date.getTime() * 1000);
}

/** Converts an `Instant` to milliseconds since 1970, rounded down. */
export function millisOf(instant: Instant): number {
  return Date.parse(instant);
}

/** Microseconds since 1970. */
export function microsOf(instant: Instant): number {
  return millisOf(instant) * 1_000 + Number(instant.slice(-4, -1));
}

/** Returns the last microsecond before the given `Instant`. */
export function justBefore(instant: Instant): Instant {
  return instantFromMicros(microsOf(instant) - 1);
}

/** Adds milliseconds to an `Instant`. The result is rounded down to a whole millisecond. */
export function laterBy(instant: Instant, ms: number): Instant {
  return instantFromMicros((millisOf(instant) + ms) * 1000);
}
