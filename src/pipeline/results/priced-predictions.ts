import * as z from 'zod';
import { FALLBACK_MODEL } from '../headline/headline-row.ts';
import { chancesAt } from '../pricing/points-distribution.ts';
import { type PricingDeps, priceSlate, type SlatePricing } from '../pricing/price-slate.ts';
import { decideSlatePicks, ProjectedPlayer, type SlatePicks } from '../pricing/slate-picks.ts';

/** A projection that differs from the player's line by many points. */
export const Edge = z.object({
  player_name: z.string(),
  team: z.string(),
  opponent: z.string(),
  system_id: z.string(),
  line: z.number(),
  predicted_points: z.number(),
  /** Predicted points minus the player's line. The edge is negative for an UNDER. */
  edge: z.number(),
  /** The model's own confidence, 0 to 100. It is not a probability. */
  confidence: z.number(),
  recommendation: z.string(),
  /** Whether consumers may act on the recommendation. Posts of older releases do not have this field. */
  is_actionable: z.boolean().nullable().default(null),
  /**
   * The calibrated probability of the side that the edge points to, 0 to 1; null when the prices say nothing about the
   * player. Posts of older releases do not have this field.
   */
  probability: z.number().nullable().default(null),
});
export type Edge = z.infer<typeof Edge>;

const EdgeRow = Edge.omit({ probability: true }).extend({ player_lookup: z.string() });
type EdgeRow = z.infer<typeof EdgeRow>;

/** The picks of a slate, and the ten projections with the largest edges. */
export interface PricedPredictions extends SlatePicks {
  readonly top_edges: Edge[];
}

interface SlateOfDate {
  readonly gameDate: string;
  /** The id of the model that gives the projections of the date. */
  readonly headlineModel: string;
}

/** Reads the picks and the largest edges of a game date. All of them come from the same prices. */
export async function readPricedPredictions(
  deps: PricingDeps,
  { gameDate, headlineModel }: SlateOfDate,
): Promise<PricedPredictions> {
  const parameters = {
    game_date: { type: 'DATE', value: gameDate },
    headline_model: { type: 'STRING', value: headlineModel },
    fallback_model: { type: 'STRING', value: FALLBACK_MODEL },
  } as const;
  const [players, edges, pricing] = await Promise.all([
    deps.warehouse.query({ sql: 'results/sql/published-players', parameters }, ProjectedPlayer),
    deps.warehouse.query({ sql: 'results/sql/top-edges', parameters }, EdgeRow),
    priceSlate(deps, gameDate),
  ]);
  return { ...decideSlatePicks(players, pricing), top_edges: edges.map((row) => pricedEdge(row, pricing)) };
}

function pricedEdge({ player_lookup, ...edge }: EdgeRow, pricing: SlatePricing): Edge {
  const distribution = pricing.type === 'priced' ? pricing.pricingOf(player_lookup).distribution : undefined;
  if (distribution === undefined) return { ...edge, probability: null };
  const { over, under } = chancesAt(distribution, edge.line);
  return { ...edge, probability: edge.edge < 0 ? under : over };
}
