import { instantFromDate } from '../../platform/instant.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { readInjuryStatuses } from '../player/injury-reports.ts';
import { readPlayerPredictions } from '../results/read-slate.ts';
import { choosePick, type PickDecision } from './choose-pick.ts';
import { type PricedOffer, priceOffers } from './price-offers.ts';
import { type PricingTraining, trainingFor } from './pricing-training.ts';
import { readMarkets } from './read-markets.ts';

export interface PricingDeps {
  readonly warehouse: Warehouse;
  readonly pricing: () => readonly PricingTraining[];
  readonly now: () => Date;
}

export interface PlayerOnDate {
  readonly gameDate: string;
  readonly playerLookup: string;
}

export type PlayerPricing =
  | {
      readonly type: 'priced';
      readonly offers: readonly PricedOffer[];
      readonly decision: PickDecision;
      readonly pricedAt: Date;
    }
  /** Every fitted distribution contains games of this date or later. */
  | { readonly type: 'no-training' };

/** Reads the bookmakers' current offers for a player, prices them, and decides which one is the pick. */
export async function pricePlayer(
  { warehouse, pricing, now }: PricingDeps,
  { gameDate, playerLookup }: PlayerOnDate,
): Promise<PlayerPricing> {
  const training = trainingFor(pricing(), gameDate);
  if (training === undefined) return { type: 'no-training' };
  const pricedAt = now();
  const knownAt = instantFromDate(pricedAt);
  const [marketOf, statuses, predictions] = await Promise.all([
    readMarkets(warehouse, { gameDate, knownAt }),
    readInjuryStatuses(warehouse, { gameDate, knownAt }),
    readPlayerPredictions(warehouse, gameDate, playerLookup),
  ]);
  const { offers: current, pastPoints, quality, tipoffAt } = marketOf(playerLookup);
  const projectedPoints = predictions.find(({ system_id }) => system_id === training.projection)?.predicted_points;
  const offers = priceOffers({ offers: current, pastPoints, projectedPoints }, training);
  const status = predictions.length > 0 ? 'predicted' : 'not-predicted';
  const injuryStatus = statuses.get(playerLookup) ?? null;
  return {
    type: 'priced',
    offers,
    decision: choosePick({ status, quality, injuryStatus, tipoffAt }, offers, pricedAt),
    pricedAt,
  };
}
