import * as z from 'zod';
import type { Instant } from '../../platform/instant.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { currentOffers, type ReadLine } from './current-offers.ts';
import type { PlayerMarket } from './price-market.ts';

const OfferRow = z.object({
  player_lookup: z.string(),
  game_id: z.string().nullable(),
  bookmaker: z.string(),
  line: z.number(),
  is_main_line: z.boolean(),
  over_price: z.number().nullable(),
  under_price: z.number().nullable(),
  known_at: z.string(),
  seen_at: z.string(),
});
type OfferRow = z.infer<typeof OfferRow>;

const PastRow = z.object({
  player_lookup: z.string(),
  game_id: z.string(),
  tipoff_at: z.string().nullable(),
  quality: z.number().nullable(),
  past_points: z.string(),
});
type PastRow = z.infer<typeof PastRow>;

/** The offers for a player and his past points, without a projection. */
export interface ReadMarket extends Pick<PlayerMarket, 'offers' | 'pastPoints'> {
  /** The quality of the player's features, 0 to 100; null when the feature store has no row for him. */
  readonly quality: number | null;
  /** The tip-off of the player's game, as ISO 8601 in UTC; null when it is unknown. */
  readonly tipoffAt: string | null;
}

export interface MarketMoment {
  readonly gameDate: string;
  /** Offers that were captured later are ignored. */
  readonly knownAt: Instant;
}

const NO_MARKET: ReadMarket = { offers: [], pastPoints: [], quality: null, tipoffAt: null };

/**
 * Reads the offers of a game date as they were known at a given time. Returns a function that finds the market of one
 * player. Lines for another game than that of the player's features are left out.
 */
export async function readMarkets(
  warehouse: Warehouse,
  { gameDate, knownAt }: MarketMoment,
): Promise<(playerLookup: string) => ReadMarket> {
  const game_date = { type: 'DATE', value: gameDate } as const;
  const as_of = { type: 'TIMESTAMP', value: knownAt } as const;
  const [offers, past] = await Promise.all([
    warehouse.query({ sql: 'pricing/sql/offers', parameters: { game_date, as_of } }, OfferRow),
    warehouse.query({ sql: 'pricing/sql/past-points', parameters: { game_date } }, PastRow),
  ]);
  const offersOf = Map.groupBy(offers, ({ player_lookup }) => player_lookup);
  const pastOf = new Map(past.map((row) => [row.player_lookup, row]));
  return (playerLookup) => marketOf(offersOf.get(playerLookup) ?? [], pastOf.get(playerLookup));
}

function marketOf(rows: readonly OfferRow[], past: PastRow | undefined): ReadMarket {
  const own = rows.filter(({ game_id }) => game_id === null || past === undefined || game_id === past.game_id);
  const offers = currentOffers(own.map(lineOf));
  if (past === undefined) return { ...NO_MARKET, offers };
  const pastPoints = past.past_points.split(',').flatMap((text) => (text.trim() === '' ? [] : Number(text)));
  return { offers, pastPoints, quality: past.quality, tipoffAt: past.tipoff_at };
}

function lineOf(row: OfferRow): ReadLine {
  return {
    bookmaker: row.bookmaker,
    line: row.line,
    isMain: row.is_main_line,
    overPrice: row.over_price,
    underPrice: row.under_price,
    knownAt: row.known_at,
    seenAt: row.seen_at,
  };
}
