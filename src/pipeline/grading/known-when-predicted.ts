import type { DocumentStore } from '../../platform/document-store.ts';
import { instantFromDate } from '../../platform/instant.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { batchRef, CurrentBatch } from '../batch/batch-document.ts';
import { readInjuryStatuses } from '../player/injury-reports.ts';
import { readPrices } from './read-prices.ts';
import type { KnownAtPrediction, UngradedRow } from './ungraded.ts';

export interface ReadDeps {
  readonly store: DocumentStore;
  readonly warehouse: Warehouse;
}

/** Answers what was known of a prediction when it was made. Each batch of the date is read once. */
export function knownWhenPredicted(deps: ReadDeps, gameDate: string): (row: UngradedRow) => Promise<KnownAtPrediction> {
  const batches = new Map<string, Promise<(row: UngradedRow) => KnownAtPrediction>>();
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
  const [statuses, pricesOf] = await Promise.all([
    readInjuryStatuses(warehouse, { gameDate, knownAt }),
    readPrices(warehouse, { gameDate, knownAt }),
  ]);
  return ({ player_lookup, sportsbook, current_points_line }: UngradedRow): KnownAtPrediction => ({
    status: statuses.get(player_lookup) ?? null,
    prices: pricesOf({ playerLookup: player_lookup, bookmaker: sportsbook, line: current_points_line }),
  });
}
