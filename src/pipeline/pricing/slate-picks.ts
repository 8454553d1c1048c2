import * as z from 'zod';
import { UserText } from '../../platform/user-text.ts';
import { FALLBACK_MODEL } from '../headline/headline-row.ts';
import type { NoPickReason } from './choose-pick.ts';
import { type PlayerPricing, type PricingDeps, priceSlate } from './price-slate.ts';
import { PricedPick, pricedPick } from './priced-player.ts';

/** A pick as the channel shows it: the best offer for a player, and the projection beside it. */
export const SlatePick = z.object({
  player_lookup: z.string(),
  player_name: UserText,
  team: z.string(),
  opponent: z.string(),
  game_id: z.string(),
  /** The tip-off of the game, as ISO 8601 in UTC; null when it is unknown. */
  tipoff_at: z.string().nullable(),
  /** The id of the model that projects the points. */
  system_id: z.string(),
  predicted_points: z.number(),
  ...PricedPick.shape,
  /** When the prices were read, as ISO 8601 in UTC. */
  priced_at: z.string(),
});
export type SlatePick = z.infer<typeof SlatePick>;

/** The picks of a slate, the most valuable first. */
export interface SlatePicks {
  readonly picks: SlatePick[];
  /** The number of players without a pick, by reason. It is empty when the prices of the date cannot be judged. */
  readonly no_picks: Partial<Record<NoPickReason, number>>;
}

const PlayerRow = SlatePick.pick({
  player_lookup: true,
  player_name: true,
  team: true,
  opponent: true,
  game_id: true,
  system_id: true,
  predicted_points: true,
});
type PlayerRow = z.infer<typeof PlayerRow>;

interface SlateOfDate {
  readonly gameDate: string;
  /** The id of the model that gives the projections of the date. */
  readonly headlineModel: string;
}

/** Reads the picks among the published predictions of a game date. A backfill has no picks. */
export async function readSlatePicks(deps: PricingDeps, { gameDate, headlineModel }: SlateOfDate): Promise<SlatePicks> {
  const parameters = {
    game_date: { type: 'DATE', value: gameDate },
    headline_model: { type: 'STRING', value: headlineModel },
    fallback_model: { type: 'STRING', value: FALLBACK_MODEL },
  } as const;
  const players = await deps.warehouse.query({ sql: 'pricing/sql/slate-players', parameters }, PlayerRow);
  const slate = players.length === 0 ? undefined : await priceSlate(deps, gameDate);
  if (slate === undefined || slate.type === 'no-training') return { picks: [], no_picks: {} };
  const priced = players.map((player) => ({ player, pricing: slate.pricingOf(player.player_lookup) }));
  const pricedAt = slate.pricedAt.toISOString();
  return {
    picks: priced.flatMap(({ player, pricing }) => pickOf(player, pricing, pricedAt)).toSorted(byValue),
    no_picks: countReasons(
      priced.flatMap(({ pricing: { decision } }) => (decision.type === 'pick' ? [] : decision.reason)),
    ),
  };
}

function pickOf(player: PlayerRow, { decision, tipoffAt }: PlayerPricing, pricedAt: string): readonly SlatePick[] {
  const pick = pricedPick(decision);
  return pick === null ? [] : [{ ...player, tipoff_at: tipoffAt, ...pick, priced_at: pricedAt }];
}

function countReasons(reasons: readonly NoPickReason[]): SlatePicks['no_picks'] {
  const groups = [...Map.groupBy(reasons, (reason) => reason)];
  const counted = groups.map(([reason, { length }]) => [reason, length] as const).toSorted(([, a], [, b]) => b - a);
  return Object.fromEntries(counted);
}

function byValue(a: SlatePick, b: SlatePick): number {
  return b.value - a.value || a.player_lookup.localeCompare(b.player_lookup);
}
