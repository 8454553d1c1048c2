import type { SidePrices } from './no-vig.ts';

/** One line of a bookmaker for one player, with the prices of its sides. */
export interface Offer extends SidePrices {
  /** In lower case. */
  readonly bookmaker: string;
  readonly line: number;
  /** A bookmaker has one main line for a player. His other lines are alternates. */
  readonly kind: 'main' | 'alternate';
  /** The newest time at which the offer was seen, as ISO 8601 in UTC. */
  readonly seenAt: string;
}
