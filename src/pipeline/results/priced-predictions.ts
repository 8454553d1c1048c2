import * as z from 'zod';
import { FALLBACK_MODEL } from '../headline/headline-row.ts';
import { chancesAt } from '../pricing/points-distribution.ts';
import { type PricingDeps, priceSlate, type SlatePricing } from '../pricing/price-slate.ts';
import { decideSlatePicks, ProjectedPlayer, type SlatePicks } from '../pricing/slate-picks.ts';

const TOP_EDGES = 10;

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

/** A row of `results/sql/slate-projections.sql`. */
const SlateProjection = z.object({
  ...ProjectedPlayer.shape,
  ...Edge.pick({ confidence: true, recommendation: true, is_actionable: true }).shape,
  line: z.number().nullable(),
  edge: z.number().nullable(),
  is_backfill: z.boolean(),
});
type SlateProjection = z.infer<typeof SlateProjection>;

/** The picks of a slate, and the ten projections with the largest edges. */
export interface PricedPredictions extends SlatePicks {
  readonly top_edges: Edge[];
}

interface SlateOfDate {
  readonly gameDate: string;
  /** The id of the model that gives the projections of the date. */
  readonly headlineModel: string;
}

/**
 * Reads the picks and the largest edges of a game date. All of them come from the same prices. A projection of a backfill
 * is never a pick.
 */
export async function readPricedPredictions(
  deps: PricingDeps,
  { gameDate, headlineModel }: SlateOfDate,
): Promise<PricedPredictions> {
  const parameters = {
    game_date: { type: 'DATE', value: gameDate },
    headline_model: { type: 'STRING', value: headlineModel },
    fallback_model: { type: 'STRING', value: FALLBACK_MODEL },
  } as const;
  const [projections, pricing] = await Promise.all([
    deps.warehouse.query({ sql: 'results/sql/slate-projections', parameters }, SlateProjection),
    priceSlate(deps, gameDate),
  ]);
  const published = projections.filter(({ is_backfill }) => !is_backfill).map(projectedPlayer);
  return { ...decideSlatePicks(published, pricing), top_edges: topEdges(projections, pricing) };
}

function projectedPlayer(projection: SlateProjection): ProjectedPlayer {
  const { player_lookup, player_name, team, opponent, game_id, system_id, predicted_points } = projection;
  return { player_lookup, player_name, team, opponent, game_id, system_id, predicted_points };
}

/** Returns the ten largest edges. Equal edges keep the order of the projections, which are sorted by player. */
function topEdges(projections: readonly SlateProjection[], pricing: SlatePricing): Edge[] {
  return projections
    .flatMap(({ line, edge, ...others }) => (line === null || edge === null ? [] : [{ ...others, line, edge }]))
    .toSorted((a, b) => Math.abs(b.edge) - Math.abs(a.edge))
    .slice(0, TOP_EDGES)
    .map((projection) => pricedEdge(projection, pricing));
}

function pricedEdge(
  { player_lookup, game_id: _game, is_backfill: _backfill, ...edge }: SlateProjection & Pick<Edge, 'line' | 'edge'>,
  pricing: SlatePricing,
): Edge {
  const distribution = pricing.type === 'priced' ? pricing.pricingOf(player_lookup).distribution : undefined;
  if (distribution === undefined) return { ...edge, probability: null };
  const { over, under } = chancesAt(distribution, edge.line);
  return { ...edge, probability: edge.edge < 0 ? under : over };
}
