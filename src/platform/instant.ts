import * as z from 'zod';

const PATTERN = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/;

/**
 * A moment in UTC with microseconds, `2026-02-05T23:00:00.000000Z`. A string, because its order as text is its order in
 * time and because a Date would cut the microseconds that keep two commits of a store apart.
 */
export const Instant = z.string().regex(PATTERN, 'not a moment like 2026-02-05T23:00:00.000000Z').brand('Instant');
export type Instant = z.infer<typeof Instant>;

/** The instant of a number of microseconds since 1970. */
export function instantFromMicros(micros: number): Instant {
  const millis = Math.floor(micros / 1000);
  const rest = String(micros - millis * 1000).padStart(3, '0');
  return Instant.parse(`${new Date(millis).toISOString().slice(0, -1)}${rest}Z`);
}

export function instantFromDate(date: Date): Instant {
  return instantFromMicros(date.getTime() * 1000);
}

/** Milliseconds since 1970; the microseconds are cut. */
export function millisOf(instant: Instant): number {
  return Date.parse(instant);
}

/** The moment this many milliseconds later; the microseconds are cut. */
export function laterBy(instant: Instant, ms: number): Instant {
  return instantFromMicros((millisOf(instant) + ms) * 1000);
}
