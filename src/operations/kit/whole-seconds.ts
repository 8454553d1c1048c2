import { Instant } from '../../platform/instant.ts';

const SECONDS = '2026-02-05T23:10:00'.length;

/** An instant of the store as people read it in a table, without the parts of a second; any other text as it is. */
export function wholeSeconds(text: string): string {
  return Instant.safeParse(text).success ? `${text.slice(0, SECONDS)}Z` : text;
}
