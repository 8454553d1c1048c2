import { Instant } from '../../platform/instant.ts';

const SECONDS = '2026-02-05T23:10:00'.length;

/** Removes the fractions of a second from an instant, for tables. Any other text stays unchanged. */
export function wholeSeconds(text: string): string {
  return Instant.safeParse(text).success ? `${text.slice(0, SECONDS)}Z` : text;
}
