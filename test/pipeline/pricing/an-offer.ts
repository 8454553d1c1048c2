import type { Offer } from '#src/pipeline/pricing/offer.ts';

const SEEN_AT = '2025-11-10T22:00:00Z';

/** A main line of 14.5 at even prices, seen an hour before the games. */
export function anOffer(bookmaker: string, changed: Partial<Offer> = {}): Offer {
  return { bookmaker, line: 14.5, kind: 'main', overPrice: -110, underPrice: -110, seenAt: SEEN_AT, ...changed };
}
