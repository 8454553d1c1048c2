import * as z from 'zod';
import type { Warehouse } from '../../platform/warehouse.ts';
import type { ReportMoment } from '../player/injury-reports.ts';
import type { Prices } from './ungraded.ts';

const PriceRow = z.object({
  player_lookup: z.string(),
  bookmaker: z.string(),
  line: z.number(),
  over_price: z.number().nullable(),
  under_price: z.number().nullable(),
});

const NO_PRICES: Prices = { over_price: null, under_price: null };

export interface PricedLine {
  readonly playerLookup: string;
  readonly bookmaker: string | null;
  readonly line: number | null;
}

/**
 * Reads the bookmakers' prices for a game date as they were known at a given time, and never later than the tip-off.
 * Returns a function that looks up the prices of one line. Unknown prices are null.
 */
export async function readPrices(
  warehouse: Warehouse,
  { gameDate, knownAt, now }: ReportMoment,
): Promise<(line: PricedLine) => Prices> {
  const parameters = {
    game_date: { type: 'DATE', value: gameDate },
    known_at: { type: 'TIMESTAMP', value: knownAt },
    now: { type: 'TIMESTAMP', value: now },
  } as const;
  const rows = await warehouse.query({ sql: 'grading/sql/prices', parameters }, PriceRow);
  const byLine = new Map(
    rows.map(({ player_lookup: playerLookup, bookmaker, line, over_price, under_price }) => [
      keyOf({ playerLookup, bookmaker, line }),
      { over_price, under_price },
    ]),
  );
  return (line) => byLine.get(keyOf(line)) ?? NO_PRICES;
}

function keyOf({ playerLookup, bookmaker, line }: PricedLine): string {
  return `${playerLookup} ${bookmaker} ${line}`;
}
