import { profitAt } from '../grading/american-odds.ts';
import { noVigOver } from './no-vig.ts';
import type { Offer } from './offer.ts';
import { chancesAt, type LineChances, type PointsDistribution } from './points-distribution.ts';
import { distributionAt, meanOf, type PointsSpread, playerSpread } from './points-spread.ts';
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

interface Center {
  readonly mean: number;
  readonly otherBooks: number;
}

/**
 * Prices every offer for a player. The chances come from the main lines of the other bookmakers without their margin, so
 * that no offer is compared with itself. The projection moves their centre by the fitted share of its edge.
 */
export function priceOffers(market: PlayerMarket, training: PricingTraining): readonly PricedOffer[] {
  const spread = playerSpread(training.spread, market.pastPoints);
  const shift = shiftOf(market, training);
  const centers = centersOf(market.offers, spread);
  return market.offers.map((offer) => {
    const { mean, otherBooks } = centers(offer) ?? { mean: ownMean(offer, spread, training), otherBooks: 0 };
    const chances = chancesAt(distributionAt(mean + shift, spread), offer.line);
    return {
      ...offer,
      chances,
      otherBooks,
      overValue: expectedValue(offer.overPrice, chances.over, chances.under),
      underValue: expectedValue(offer.underPrice, chances.under, chances.over),
    };
  });
}

/**
 * Returns the distribution of a player's points that all bookmakers' main lines and the projection give. Lines with
 * prices count if there are any, otherwise the lines without. Returns undefined without a main line.
 */
export function marketDistribution(market: PlayerMarket, training: PricingTraining): PointsDistribution | undefined {
  const spread = playerSpread(training.spread, market.pastPoints);
  const mains = market.offers.filter(({ kind }) => kind === 'main');
  const priced = mains.filter((offer) => noVigOver(offer) !== undefined);
  const mean = meanValue((priced.length > 0 ? priced : mains).map((offer) => ownMean(offer, spread, training)));
  return mean === undefined ? undefined : distributionAt(mean + shiftOf(market, training), spread);
}

/** Returns the expected profit of a stake of 1. A push returns the stake. */
function expectedValue(americanPrice: number | null, wins: number, loses: number): number | null {
  const profit = americanPrice === null ? undefined : profitAt(americanPrice);
  return profit === undefined ? null : wins * profit - loses;
}

/** Returns a function that finds the mean of the other bookmakers' priced main lines, or undefined without one. */
function centersOf(offers: readonly Offer[], spread: PointsSpread): (offer: Offer) => Center | undefined {
  const means = offers.flatMap((offer) => {
    const over = offer.kind === 'main' ? noVigOver(offer) : undefined;
    return over === undefined ? [] : [{ bookmaker: offer.bookmaker, mean: meanOf({ line: offer.line, over }, spread) }];
  });
  return ({ bookmaker }) => {
    const others = means.filter((other) => other.bookmaker !== bookmaker);
    const mean = meanValue(others.map((other) => other.mean));
    return mean === undefined ? undefined : { mean, otherBooks: others.length };
  };
}

/** Without other bookmakers' prices, an offer is its own centre. A line without prices has the usual chance of an over. */
function ownMean(offer: Offer, spread: PointsSpread, { overShare }: PricingTraining): number {
  return meanOf({ line: offer.line, over: noVigOver(offer) ?? overShare }, spread);
}

function shiftOf({ offers, projectedPoints }: PlayerMarket, { edgeShare }: PricingTraining): number {
  const mains = offers.filter(({ kind }) => kind === 'main').map(({ line }) => line);
  const consensus = meanValue(mains);
  return projectedPoints === undefined || consensus === undefined ? 0 : edgeShare * (projectedPoints - consensus);
}

function meanValue(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}
