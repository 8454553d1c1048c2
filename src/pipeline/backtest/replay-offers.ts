import type { Instant } from '../../platform/instant.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import type { Candidate } from '../batch/candidates.ts';
import type { Actual } from '../grading/grade-prediction.ts';
import { choosePick, type NoPickReason } from '../pricing/choose-pick.ts';
import { type PricedOffer, priceMarket } from '../pricing/price-market.ts';
import { type PricingTraining, trainingFor } from '../pricing/pricing-training.ts';
import { readMarkets } from '../pricing/read-markets.ts';
import type { ReplayedPlayer } from './replay-player.ts';

/** The offers for one predicted player, the pick among them, and what he scored. */
export interface ReplayedOffers {
  readonly offers: readonly PricedOffer[];
  readonly decision: ReplayedDecision;
  /** The points that the player scored; null when he did not play. */
  readonly points: number | null;
}

type ReplayedDecision =
  | { readonly type: 'pick'; readonly side: 'OVER' | 'UNDER'; readonly price: number; readonly line: number }
  | { readonly type: 'no-pick'; readonly reason: NoPickReason };

export interface OffersDay {
  readonly gameDate: string;
  readonly asOf: Instant;
  readonly pricing: readonly PricingTraining[];
}

export type ReplayOffers = (
  candidate: Candidate,
  replayed: ReplayedPlayer & { readonly type: 'predicted' },
  outcome: Actual | undefined,
) => readonly ReplayedOffers[];

/**
 * Returns a function that prices the offers for one predicted player of a date, as they were known at `asOf`. It uses
 * the newest training that may price the date. Without a training, an offer or a result, the function returns an empty list.
 */
export async function offersReplayer(warehouse: Warehouse, day: OffersDay): Promise<ReplayOffers> {
  const training = trainingFor(day.pricing, day.gameDate);
  if (training === undefined) return () => [];
  const marketOf = await readMarkets(warehouse, { gameDate: day.gameDate, knownAt: day.asOf });
  return (candidate, { forecasts }, outcome) => {
    const market = marketOf(candidate.player_lookup);
    if (market.offers.length === 0 || outcome === undefined) return [];
    const points = outcome.type === 'played' ? outcome.points : null;
    const projection = forecasts.find(({ system_id }) => system_id === training.projection);
    const { offers } = priceMarket({ ...market, projectedPoints: projection?.predicted_points }, training);
    const player = { quality: market.quality, tipoffAt: market.tipoffAt, injuryStatus: candidate.injury_status };
    const decision = choosePick({ status: 'predicted', ...player }, offers, new Date(day.asOf));
    if (decision.type === 'no-pick')
      return [{ offers, decision: { type: 'no-pick', reason: decision.reason }, points }];
    const { side, price, offer } = decision;
    return [{ offers, decision: { type: 'pick', side, price, line: offer.line }, points }];
  };
}
