import * as z from 'zod';
import { UserText } from '../../platform/user-text.ts';
import { NoPickReason, type PickDecision } from './choose-pick.ts';
import { chancesAt } from './points-distribution.ts';
import { type PlayerPricing, type PricingDeps, priceSlate } from './price-slate.ts';

const DIGITS = 4;

export const PricedPick = z.object({
  side: z.enum(['OVER', 'UNDER']),
  line: z.number(),
  bookmaker: UserText,
  /** American odds. */
  price: z.number(),
  /** The probability that the pick wins, 0 to 1. */
  probability: z.number(),
  /** The expected profit of a stake of 1. */
  value: z.number(),
});

/** The calibrated probabilities of one player of a slate, and his pick. */
export const PricedPlayer = z.object({
  player_lookup: z.string(),
  /** The line of the player's predictions. */
  line: z.number().nullable(),
  /** The probabilities of the over and the under of that line, 0 to 1; null without a line. */
  over_probability: z.number().nullable(),
  under_probability: z.number().nullable(),
  /** The best offer of all bookmakers, if it is good enough for a pick. */
  pick: PricedPick.nullable(),
  /** The reason for a missing pick, as a code; null if the player has a pick. */
  no_pick: NoPickReason.nullable(),
});
export type PricedPlayer = z.infer<typeof PricedPlayer>;

interface PlayerRow {
  readonly player_lookup: string;
  readonly current_points_line: number | null;
}

/**
 * Prices the players of prediction rows, each once and in the order of his first row. Returns an empty list when every
 * fitted distribution contains games of the date or later.
 */
export async function readPricedPlayers(
  deps: PricingDeps,
  gameDate: string,
  rows: readonly PlayerRow[],
): Promise<readonly PricedPlayer[]> {
  const lines = new Map(rows.map((row) => [row.player_lookup, row.current_points_line]));
  if (lines.size === 0) return [];
  const slate = await priceSlate(deps, gameDate);
  if (slate.type === 'no-training') return [];
  return [...lines].map(([lookup, line]) => ({ player_lookup: lookup, ...pricedAt(line, slate.pricingOf(lookup)) }));
}

function pricedAt(line: number | null, { distribution, decision }: PlayerPricing): Omit<PricedPlayer, 'player_lookup'> {
  const chances = line === null || distribution === undefined ? undefined : chancesAt(distribution, line);
  return {
    line,
    over_probability: chances === undefined ? null : rounded(chances.over),
    under_probability: chances === undefined ? null : rounded(chances.under),
    pick: pricedPick(decision),
    no_pick: decision.type === 'pick' ? null : decision.reason,
  };
}

/** Returns the pick of a decision with rounded numbers; null without a pick. */
export function pricedPick(decision: PickDecision): PricedPlayer['pick'] {
  if (decision.type === 'no-pick') return null;
  const { side, offer, price, probability, value } = decision;
  const { line, bookmaker } = offer;
  return { side, line, bookmaker, price, probability: rounded(probability), value: rounded(value) };
}

function rounded(share: number): number {
  return Number(share.toFixed(DIGITS));
}
