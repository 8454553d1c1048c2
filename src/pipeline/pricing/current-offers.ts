import type { Offer } from './offer.ts';

/** A line as it was read from a bookmaker. Times are ISO 8601 in UTC. */
export interface ReadLine extends Omit<Offer, 'kind'> {
  readonly isMain: boolean;
  /** The time at which the bookmaker first had the line at these prices. */
  readonly knownAt: string;
}

/**
 * Returns the offers that the bookmakers have now. The main line of a bookmaker is the newest one that he marks as main.
 * When his main line has moved, the lines that were last seen before that no longer exist.
 */
export function currentOffers(lines: readonly ReadLine[]): readonly Offer[] {
  return [...Map.groupBy(lines, ({ bookmaker }) => bookmaker).values()].flatMap(offersOfBook);
}

function offersOfBook(lines: readonly ReadLine[]): readonly Offer[] {
  const main = lines.filter(({ isMain }) => isMain).toSorted(newestFirst)[0];
  const current = lines.filter(({ seenAt }) => main === undefined || Date.parse(seenAt) >= Date.parse(main.knownAt));
  return current
    .map((line) => ({ ...offerOf(line), kind: line === main ? ('main' as const) : ('alternate' as const) }))
    .toSorted((a, b) => a.line - b.line);
}

function offerOf({ bookmaker, line, overPrice, underPrice, seenAt }: ReadLine): Omit<Offer, 'kind'> {
  return { bookmaker, line, overPrice, underPrice, seenAt };
}

function newestFirst(a: ReadLine, b: ReadLine): number {
  return (
    Date.parse(b.seenAt) - Date.parse(a.seenAt) || Date.parse(b.knownAt) - Date.parse(a.knownAt) || a.line - b.line
  );
}
