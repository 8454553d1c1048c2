import type { DocumentStore } from '../../platform/document-store.ts';
import { instantFromDate } from '../../platform/instant.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { batchRef, CurrentBatch } from '../documents/batch-document.ts';
import { readInjuryStatuses } from '../player/injury-reports.ts';
import { readPrices } from './read-prices.ts';
import type { PregameInfo, UngradedRow } from './ungraded.ts';

export interface PregameInfoDeps {
  readonly store: DocumentStore;
  readonly warehouse: Warehouse;
}

/**
 * Returns a function that looks up the injury status and the prices known when a player was predicted. The data of each
 * generation of a batch is read only once.
 */
export function pregameInfoReader(deps: PregameInfoDeps, gameDate: string): (row: UngradedRow) => Promise<PregameInfo> {
  const batches = new Map<string, Promise<(row: UngradedRow) => PregameInfo>>();
  return async (row) => {
    const key = `${row.batch_id} ${row.created_at}`;
    const infoOf = batches.get(key) ?? readBatchInfo(deps, gameDate, row);
    batches.set(key, infoOf);
    return (await infoOf)(row);
  };
}

/**
 * Reads the injury statuses and prices known at the batch's `as_of`. If the batch document no longer exists, the
 * creation time of the prediction row replaces `as_of`.
 */
async function readBatchInfo(
  { store, warehouse }: PregameInfoDeps,
  gameDate: string,
  { batch_id, created_at }: UngradedRow,
) {
  const batch = CurrentBatch.safeParse((await store.get(batchRef(batch_id)))?.data).data;
  const now = instantFromDate(new Date(created_at));
  const knownAt = batch?.as_of ?? now;
  const [statuses, pricesOf] = await Promise.all([
    readInjuryStatuses(warehouse, { gameDate, knownAt, now }),
    readPrices(warehouse, { gameDate, knownAt, now }),
  ]);
  return ({ player_lookup, sportsbook, current_points_line }: UngradedRow): PregameInfo => ({
    status: statuses.get(player_lookup) ?? null,
    prices: pricesOf({ playerLookup: player_lookup, bookmaker: sportsbook, line: current_points_line }),
  });
}
