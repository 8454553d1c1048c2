import * as z from 'zod';
import { instantFromDate } from '../../platform/instant.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { readInjuryStatuses } from '../player/injury-reports.ts';
import { choosePick, type PickDecision } from './choose-pick.ts';
import { type PricedMarket, priceMarket } from './price-market.ts';
import { type PricingTraining, trainingFor } from './pricing-training.ts';
import { readMarkets } from './read-markets.ts';

const ProjectionRow = z.object({ player_lookup: z.string(), projected_points: z.number().nullable() });

export interface PricingDeps {
  readonly warehouse: Warehouse;
  readonly pricing: () => readonly PricingTraining[];
  readonly now: () => Date;
}

/** The prices of one player's offers, and the pick among them. */
export interface PlayerPricing extends PricedMarket {
  readonly decision: PickDecision;
  /** The tip-off of the player's game, as ISO 8601 in UTC; null when it is unknown. */
  readonly tipoffAt: string | null;
}

export type SlatePricing =
  | { readonly type: 'priced'; readonly pricedAt: Date; readonly pricingOf: (playerLookup: string) => PlayerPricing }
  /** Every fitted distribution contains games of this date or later. */
  | { readonly type: 'no-training' };

/**
 * Reads the bookmakers' current offers for a game date, and returns a function that prices the offers for one player and
 * decides which of them is the pick.
 */
export async function priceSlate({ warehouse, pricing, now }: PricingDeps, gameDate: string): Promise<SlatePricing> {
  const training = trainingFor(pricing(), gameDate);
  if (training === undefined) return { type: 'no-training' };
  const pricedAt = now();
  const knownAt = instantFromDate(pricedAt);
  const [marketOf, statuses, projections] = await Promise.all([
    readMarkets(warehouse, { gameDate, knownAt }),
    readInjuryStatuses(warehouse, { gameDate, knownAt, now: knownAt }),
    readProjections(warehouse, gameDate, training),
  ]);
  const pricingOf = (playerLookup: string): PlayerPricing => {
    const { quality, tipoffAt, ...read } = marketOf(playerLookup);
    const projectedPoints = projections.get(playerLookup) ?? undefined;
    const priced = priceMarket({ ...read, projectedPoints }, training);
    const status = projections.has(playerLookup) ? 'predicted' : 'not-predicted';
    const player = { status, quality, tipoffAt, injuryStatus: statuses.get(playerLookup) ?? null } as const;
    return { ...priced, decision: choosePick(player, priced.offers, pricedAt), tipoffAt };
  };
  return { type: 'priced', pricedAt, pricingOf };
}

/** Reads what the model of a training projects. The map has every predicted player; a missing projection is null. */
async function readProjections(
  warehouse: Warehouse,
  gameDate: string,
  { projection }: PricingTraining,
): Promise<ReadonlyMap<string, number | null>> {
  const parameters = {
    game_date: { type: 'DATE', value: gameDate },
    projection: { type: 'STRING', value: projection },
  } as const;
  const rows = await warehouse.query({ sql: 'pricing/sql/projections', parameters }, ProjectionRow);
  return new Map(rows.map((row) => [row.player_lookup, row.projected_points]));
}
