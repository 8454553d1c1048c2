import * as z from 'zod';
import { UserText } from '../../platform/user-text.ts';
import { NoPickReason, type PickDecision } from './choose-pick.ts';
import { chancesAt } from './points-distribution.ts';
import { type PlayerPricing, type PricingDeps, priceSlate } from './price-slate.ts';

const DIGITS = 4;
const MS_PER_MINUTE = 60_000;

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
  /** The main line that the bookmaker of the player's line has now; null if he has none, or if the bookmaker is unknown. */
  book: z
    .object({
      bookmaker: UserText,
      line: z.number(),
      /** The time since the line was last seen. It ends at the tip-off. */
      age_minutes: z.number(),
    })
    .nullable(),
});
export type PricedPlayer = z.infer<typeof PricedPlayer>;

interface PlayerRow {
  readonly player_lookup: string;
  readonly current_points_line: number | null;
  /** The bookmaker of the line; null if it is unknown. */
  readonly sportsbook: string | null;
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
  const players = new Map(rows.map((row) => [row.player_lookup, row]));
  if (players.size === 0) return [];
  const slate = await priceSlate(deps, gameDate);
  if (slate.type === 'no-training') return [];
  return [...players.values()].map((player) => {
    const pricing = slate.pricingOf(player.player_lookup);
    return {
      player_lookup: player.player_lookup,
      ...pricedAt(player.current_points_line, pricing),
      book: bookOf(player, pricing, slate.pricedAt),
    };
  });
}

function pricedAt(
  line: number | null,
  { distribution, decision }: PlayerPricing,
): Omit<PricedPlayer, 'player_lookup' | 'book'> {
  const chances = line === null || distribution === undefined ? undefined : chancesAt(distribution, line);
  return {
    line,
    over_probability: chances === undefined ? null : rounded(chances.over),
    under_probability: chances === undefined ? null : rounded(chances.under),
    pick: pricedPick(decision),
    no_pick: decision.type === 'pick' ? null : decision.reason,
  };
}

function bookOf({ sportsbook }: PlayerRow, { offers, tipoffAt }: PlayerPricing, at: Date): PricedPlayer['book'] {
  const offer = offers.find(({ bookmaker, kind }) => kind === 'main' && bookmaker === sportsbook?.toLowerCase());
  if (offer === undefined) return null;
  const end = Math.min(at.getTime(), tipoffAt === null ? Number.POSITIVE_INFINITY : Date.parse(tipoffAt));
  const ageMs = Math.max(0, end - Date.parse(offer.seenAt));
  return { bookmaker: offer.bookmaker, line: offer.line, age_minutes: Math.round(ageMs / MS_PER_MINUTE) };
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
