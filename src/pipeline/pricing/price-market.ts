import { profitAt } from '../grading/american-odds.ts';
import { noVigOver } from './no-vig.ts';
import type { Offer } from './offer.ts';
import { chancesAt, type LineChances, type PointsDistribution } from './points-distribution.ts';
import { distributionAt, meanOf, playerSpread } from './points-spread.ts';
import type { PricingTraining } from './pricing-training.ts';

/** What is known about a player's points before his game. */
export interface PlayerMarket {
  readonly offers: readonly Offer[];
  /** The points of the player's past games. */
  readonly pastPoints: readonly number[];
  /** The points that the model of the training predicts; undefined when it has no prediction. */
  readonly projectedPoints: number | undefined;
}

export interface PricedOffer extends Offer {
  readonly chances: LineChances;
  /** The number of other bookmakers from whose prices the chances come. It is 0 when they come from this offer alone. */
  readonly otherBooks: number;
  /** The expected profit of a stake of 1 on each side; null without a price. */
  readonly overValue: number | null;
  readonly underValue: number | null;
}

/** The prices of a player's offers, and the distribution of his points. */
export interface PricedMarket {
  readonly offers: readonly PricedOffer[];
  /**
   * The distribution that all bookmakers' main lines and the projection give. Lines with prices count if there are any,
   * otherwise the lines without. Undefined without a main line.
   */
  readonly distribution: PointsDistribution | undefined;
}

/**
 * Prices every offer for a player. The chances come from the main lines of the other bookmakers without their margin, so
 * that no offer is compared with itself. Without other bookmakers' prices, they come from the offer alone. The projection
 * moves the mean by the fitted share of its difference from the lines.
 */
export function priceMarket(market: PlayerMarket, training: PricingTraining): PricedMarket {
  const spread = playerSpread(training.spread, market.pastPoints);
  const mains = market.offers.filter(({ kind }) => kind === 'main');
  const shift = shiftOf(mains, market.projectedPoints, training);
  const distributionOf = (lineMean: number) => distributionAt(lineMean + shift, spread);
  const ownMean = (offer: Offer) => meanOf({ line: offer.line, over: noVigOver(offer) ?? training.overShare }, spread);
  const priced = mains
    .filter((offer) => noVigOver(offer) !== undefined)
    .map((offer) => ({ bookmaker: offer.bookmaker, mean: ownMean(offer) }));
  const mean = meanValue(priced.length > 0 ? priced.map((book) => book.mean) : mains.map(ownMean));
  return {
    offers: market.offers.map((offer) => {
      const others = priced.filter(({ bookmaker }) => bookmaker !== offer.bookmaker).map((book) => book.mean);
      const distribution = distributionOf(meanValue(others) ?? ownMean(offer));
      return { ...valuedOffer(offer, chancesAt(distribution, offer.line)), otherBooks: others.length };
    }),
    distribution: mean === undefined ? undefined : distributionOf(mean),
  };
}

function valuedOffer(offer: Offer, chances: LineChances): Omit<PricedOffer, 'otherBooks'> {
  return {
    ...offer,
    chances,
    overValue: expectedValue(offer.overPrice, chances.over, chances.under),
    underValue: expectedValue(offer.underPrice, chances.under, chances.over),
  };
}

/** Returns the expected profit of a stake of 1. A push returns the stake. */
function expectedValue(americanPrice: number | null, wins: number, loses: number): number | null {
  const profit = americanPrice === null ? undefined : profitAt(americanPrice);
  return profit === undefined ? null : wins * profit - loses;
}

function shiftOf(mains: readonly Offer[], projected: number | undefined, { edgeShare }: PricingTraining): number {
  const consensus = meanValue(mains.map(({ line }) => line));
  return projected === undefined || consensus === undefined ? 0 : edgeShare * (projected - consensus);
}

function meanValue(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}
