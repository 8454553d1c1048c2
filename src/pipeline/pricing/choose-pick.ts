import * as z from 'zod';
import { injuryStatusOf } from '../vocabulary/injury-status.ts';
import type { PricedOffer } from './price-market.ts';

/** A pick must be worth more than this share of the stake. Smaller values are within the error of the probabilities. */
const MIN_VALUE = 0.02;
/** Fewer other bookmakers say too little about the right price. */
const MIN_OTHER_BOOKS = 2;
const MAX_AGE_HOURS = 8;
/** Below this quality of his data, a player's predictions are not actionable. */
const MIN_QUALITY = 80;
const MS_PER_HOUR = 3_600_000;

/** The reason for a missing pick. */
export const NoPickReason = z.enum([
  'game_started',
  'not_predicted',
  'low_data_quality',
  'injury_status',
  'no_line',
  'no_price',
  'too_few_books',
  'old_lines',
  'low_value',
]);
export type NoPickReason = z.infer<typeof NoPickReason>;

/** The player's side of the decision. */
export interface PickablePlayer {
  /** Whether the player has a prediction for the game. */
  readonly status: 'predicted' | 'not-predicted';
  /** 0 to 100; null when the feature store has no row for the player. */
  readonly quality: number | null;
  /** The text of the player's newest injury report; null when no report names him. */
  readonly injuryStatus: string | null;
  /** The tip-off of the player's game, as ISO 8601 in UTC; null when it is unknown. */
  readonly tipoffAt: string | null;
}

/** One side of an offer, with its probability and its expected profit for a stake of 1. */
export interface ValuedSide {
  readonly side: 'OVER' | 'UNDER';
  readonly offer: PricedOffer;
  readonly price: number;
  readonly probability: number;
  readonly value: number;
}

export type PickDecision =
  | ({ readonly type: 'pick' } & ValuedSide)
  /** `best` is the side that came closest to being a pick. */
  | { readonly type: 'no-pick'; readonly reason: NoPickReason; readonly best?: ValuedSide };

/**
 * Decides which offer for a player is the pick: the main line with the largest expected value, if that value is above
 * 2 % of the stake. The player must be predicted from good data, his newest injury report must let him play, and his
 * game must not have started. At least two other bookmakers must have prices, and the line must have been seen in the
 * last eight hours. Alternate lines are never picks, because their value depends on rare results, which the distribution describes less well.
 */
export function choosePick(player: PickablePlayer, offers: readonly PricedOffer[], now: Date): PickDecision {
  const reason = playerReason(player, now);
  if (reason !== undefined) return { type: 'no-pick', reason };
  const mains = offers.filter(({ kind }) => kind === 'main');
  if (mains.length === 0) return { type: 'no-pick', reason: 'no_line' };
  const priced = mains.filter(({ overValue, underValue }) => overValue !== null || underValue !== null);
  if (priced.length === 0) return { type: 'no-pick', reason: 'no_price' };
  const compared = priced.filter(({ otherBooks }) => otherBooks >= MIN_OTHER_BOOKS);
  if (compared.length === 0) return { type: 'no-pick', reason: 'too_few_books' };
  const [best] = compared
    .filter((offer) => isFresh(offer, now))
    .flatMap(sidesOf)
    .toSorted(byValue);
  if (best === undefined) return { type: 'no-pick', reason: 'old_lines' };
  return best.value > MIN_VALUE ? { type: 'pick', ...best } : { type: 'no-pick', reason: 'low_value', best };
}

function playerReason(player: PickablePlayer, now: Date): NoPickReason | undefined {
  const { status, quality, injuryStatus, tipoffAt } = player;
  if (tipoffAt !== null && now.getTime() >= Date.parse(tipoffAt)) return 'game_started';
  if (injuryStatus !== null && !mayPlay(injuryStatus)) return 'injury_status';
  if (status === 'not-predicted') return 'not_predicted';
  return quality === null || quality < MIN_QUALITY ? 'low_data_quality' : undefined;
}

/** Questionable players are never picks. An unknown status counts as questionable. */
function mayPlay(written: string): boolean {
  const status = injuryStatusOf(written);
  return status === 'available' || status === 'probable' || status === 'not submitted';
}

function isFresh({ seenAt }: PricedOffer, now: Date): boolean {
  return now.getTime() - Date.parse(seenAt) <= MAX_AGE_HOURS * MS_PER_HOUR;
}

function sidesOf(offer: PricedOffer): readonly ValuedSide[] {
  const { overPrice, underPrice, overValue, underValue, chances } = offer;
  const over =
    overPrice === null || overValue === null
      ? []
      : [{ side: 'OVER' as const, offer, price: overPrice, probability: chances.over, value: overValue }];
  const under =
    underPrice === null || underValue === null
      ? []
      : [{ side: 'UNDER' as const, offer, price: underPrice, probability: chances.under, value: underValue }];
  return [...over, ...under];
}

function byValue(a: ValuedSide, b: ValuedSide): number {
  return b.value - a.value || a.offer.bookmaker.localeCompare(b.offer.bookmaker) || a.side.localeCompare(b.side);
}
