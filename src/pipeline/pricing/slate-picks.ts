import * as z from 'zod';
import { UserText } from '../../platform/user-text.ts';
import type { NoPickReason } from './choose-pick.ts';
import type { PlayerPricing, SlatePricing } from './price-slate.ts';
import { PricedPick, pricedPick } from './priced-player.ts';

/** A player of a slate with his published projection. */
export const ProjectedPlayer = z.object({
  player_lookup: z.string(),
  player_name: UserText,
  team: z.string(),
  opponent: z.string(),
  game_id: z.string(),
  /** The id of the model that projects the points. */
  system_id: z.string(),
  predicted_points: z.number(),
});
export type ProjectedPlayer = z.infer<typeof ProjectedPlayer>;

/** A pick as the channel shows it: the best offer for a player, and the projection beside it. */
export const SlatePick = z.object({
  ...ProjectedPlayer.shape,
  /** The tip-off of the game, as ISO 8601 in UTC; null when it is unknown. */
  tipoff_at: z.string().nullable(),
  ...PricedPick.shape,
  /** When the prices were read, as ISO 8601 in UTC. */
  priced_at: z.string(),
});
export type SlatePick = z.infer<typeof SlatePick>;

/** The picks of a slate, the most valuable first. */
export interface SlatePicks {
  readonly picks: SlatePick[];
  /** The number of players without a pick, by reason, the most common first. Without a fitted distribution it is empty. */
  readonly no_picks: Partial<Record<NoPickReason, number>>;
}

/** Decides the picks among the published players of a slate. */
export function decideSlatePicks(players: readonly ProjectedPlayer[], pricing: SlatePricing): SlatePicks {
  if (pricing.type === 'no-training') return { picks: [], no_picks: {} };
  const priced = players.map((player) => ({ player, pricing: pricing.pricingOf(player.player_lookup) }));
  const pricedAt = pricing.pricedAt.toISOString();
  const reasons = priced.flatMap(({ pricing: { decision } }) => (decision.type === 'pick' ? [] : decision.reason));
  return {
    picks: priced.flatMap(({ player, pricing: own }) => pickOf(player, own, pricedAt)).toSorted(mostValuableFirst),
    no_picks: countReasons(reasons),
  };
}

function pickOf(
  player: ProjectedPlayer,
  { decision, tipoffAt }: PlayerPricing,
  pricedAt: string,
): readonly SlatePick[] {
  const pick = pricedPick(decision);
  return pick === null ? [] : [{ ...player, tipoff_at: tipoffAt, ...pick, priced_at: pricedAt }];
}

function countReasons(reasons: readonly NoPickReason[]): SlatePicks['no_picks'] {
  const groups = [...Map.groupBy(reasons, (reason) => reason)];
  const counted = groups.map(([reason, { length }]) => [reason, length] as const).toSorted(([, a], [, b]) => b - a);
  return Object.fromEntries(counted);
}

/** Compares picks in the order in which a message shows them. */
export function mostValuableFirst(a: SlatePick, b: SlatePick): number {
  return b.value - a.value || a.player_lookup.localeCompare(b.player_lookup);
}
