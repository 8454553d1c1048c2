import * as z from 'zod';
import type { Collection, DocumentRef, DocumentStore } from '../../platform/document-store.ts';
import { Instant, instantFromDate, millisOf } from '../../platform/instant.ts';
import { Unavailable } from '../../platform/unavailable.ts';
import type { Warehouse } from '../../platform/warehouse.ts';
import { writeUnchanged } from '../../platform/write-unchanged.ts';
import { gameDateOf } from '../dates/game-date.ts';
import { readInjuryStatuses } from './injury-reports.ts';

/**
 * A worker predicts nobody from statuses that are older than this. The process that runs a batch writes them every
 * minute, so older statuses mean that nothing runs the batch.
 */
const MOST_AGE_MS = 5 * 60_000;

/**
 * The newest injury statuses for one batch. The process that runs the batch copies them from the warehouse, so that the
 * workers need no warehouse. The id of the document is the id of the batch.
 */
const BatchInjuries = z.object({
  batch_id: z.string(),
  game_date: z.string(),
  /** The `as_of` of the batch for which the statuses were read. */
  as_of: Instant,
  /** The time at which the reading began, by the store's clock. */
  read_at: Instant,
  /** An object in JSON: the status of each player by `player_lookup`. */
  statuses: z.string(),
});
type BatchInjuries = z.infer<typeof BatchInjuries>;

export const BATCH_INJURIES: Collection<BatchInjuries> = {
  name: 'batch_injuries',
  schema: BatchInjuries,
  indexes: [],
  texts: ['statuses'],
  times: ['as_of', 'read_at'],
};

const Statuses = z.record(z.string(), z.string());

/** The batch whose injury statuses are read. */
export interface InjuriesOfBatch {
  readonly batch_id: string;
  readonly game_date: string;
  readonly as_of: Instant;
}

export interface RecordInjuriesDeps {
  readonly store: DocumentStore;
  readonly warehouse: Warehouse;
  readonly now: () => Date;
}

/**
 * Copies the injury statuses of a batch from the warehouse to its document. Tonight's games use the newest report. A past
 * date uses what was known at the batch's `as_of`. The reading that began last wins, so that two writers cannot bring
 * back older statuses.
 */
export async function recordBatchInjuries(
  { store, warehouse, now }: RecordInjuriesDeps,
  { batch_id, game_date, as_of }: InjuriesOfBatch,
): Promise<void> {
  const read_at = await store.now();
  const nowAt = instantFromDate(now());
  const knownAt = game_date >= gameDateOf(now()) ? nowAt : as_of;
  const found = await readInjuryStatuses(warehouse, { gameDate: game_date, knownAt, now: nowAt });
  const statuses = JSON.stringify(Object.fromEntries(found));
  const ref = batchInjuriesRef(batch_id);
  for (;;) {
    const before = await store.get(ref);
    if (before !== undefined && before.data.read_at > read_at) return;
    const written = await writeUnchanged(
      store,
      { ref, found: before },
      { batch_id, game_date, as_of, read_at, statuses },
    );
    if (written === 'written') return;
  }
}

/**
 * Reads the injury statuses of a batch by `player_lookup`. Throws `Unavailable` if they are missing, too old or those of
 * another `as_of`: a player who is out must never be predicted because nobody wrote down that he is out.
 */
export async function readBatchInjuries(
  store: DocumentStore,
  { batch_id, as_of }: InjuriesOfBatch,
): Promise<ReadonlyMap<string, string>> {
  const found = await store.get(batchInjuriesRef(batch_id));
  const now = await store.now();
  const isCurrent = found?.data.as_of === as_of && millisOf(now) - millisOf(found.data.read_at) <= MOST_AGE_MS;
  if (!isCurrent) {
    const because = 'are not current. The process that runs the batch writes them every minute';
    throw new Unavailable(`The injury statuses of batch ${batch_id}`, undefined, because);
  }
  return new Map(Object.entries(Statuses.parse(JSON.parse(found.data.statuses))));
}

function batchInjuriesRef(batchId: string): DocumentRef<BatchInjuries> {
  return { collection: BATCH_INJURIES, id: batchId };
}
