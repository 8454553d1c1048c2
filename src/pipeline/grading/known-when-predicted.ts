import * as z from 'zod';
import type { DocumentStore } from '../../platform/document-store.ts';
import { instantFromDate } from '../../platform/instant.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { batchRef, CurrentBatch } from '../batch/batch-document.ts';
import { readInjuryStatuses } from '../player/injury-reports.ts';
import type { KnownThen, Prices, UngradedRow } from './ungraded.ts';

const PriceRow = z.object({
  player_lookup: z.string(),
  bookmaker: z.string(),
  line: z.number(),
  over_price: z.number().nullable(),
  under_price: z.number().nullable(),
});

const NO_PRICES: Prices = { over_price: null, under_price: null };

export interface ReadDeps {
  readonly store: DocumentStore;
  readonly warehouse: Warehouse;
}

/** Answers what was known of a prediction when it was made. Each batch of the date is read once. */
export function knownWhenPredicted(deps: ReadDeps, gameDate: string): (row: UngradedRow) => Promise<KnownThen> {
  const batches = new Map<string, Promise<(row: UngradedRow) => KnownThen>>();
  return async (row) => {
    const known = batches.get(row.batch_id) ?? readKnown(deps, gameDate, row);
    batches.set(row.batch_id, known);
    return (await known)(row);
  };
}

/** A batch reads by its `as_of`; where its document is gone, by when it wrote the row. */
async function readKnown({ store, warehouse }: ReadDeps, gameDate: string, { batch_id, created_at }: UngradedRow) {
  const batch = CurrentBatch.safeParse((await store.get(batchRef(batch_id)))?.data).data;
  const knownAt = batch?.as_of ?? instantFromDate(new Date(created_at));
  const parameters = {
    game_date: { type: 'DATE', value: gameDate },
    known_at: { type: 'TIMESTAMP', value: knownAt },
  } as const;
  const [statuses, prices] = await Promise.all([
    readInjuryStatuses(warehouse, { gameDate, knownAt }),
    warehouse.query({ sql: 'grading/sql/prices', parameters }, PriceRow),
  ]);
  const byLine = new Map(
    prices.map((row) => [lineKey(row), { over_price: row.over_price, under_price: row.under_price }]),
  );
  return ({ player_lookup, sportsbook, current_points_line }: UngradedRow): KnownThen => ({
    status: statuses.get(player_lookup) ?? null,
    prices: byLine.get(lineKey({ player_lookup, bookmaker: sportsbook, line: current_points_line })) ?? NO_PRICES,
  });
}

interface LineKey {
  readonly player_lookup: string;
  readonly bookmaker: string | null;
  readonly line: number | null;
}

function lineKey({ player_lookup, bookmaker, line }: LineKey): string {
  return `${player_lookup} ${bookmaker} ${line}`;
}
