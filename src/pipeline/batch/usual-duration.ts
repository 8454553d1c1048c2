import type { DocumentStore } from '../../platform/document-store.ts';
import { millisOf } from '../../platform/instant.ts';
import { BATCHES, type DoneBatch } from '../documents/batch-document.ts';

const BATCHES_COMPARED = 20;
/** A usual duration is never shorter, because people need not know of a stall of a few seconds. */
const FLOOR_MS = 60_000;

type EndedBatch = Pick<DoneBatch, 'result' | 'rerun_players' | 'completion_time' | 'generation_started_at'>;

/**
 * Returns the usual duration of a batch in milliseconds: the median of the last 20 whole slates that were published, and
 * at least one minute. Returns null if there is none. Re-runs and abandoned batches do not count.
 * @internal exported for tests
 */
export function usualDuration(ended: readonly EndedBatch[]): number | null {
  const durations = ended
    .filter(({ result, rerun_players }) => result !== 'abandoned' && result !== 'empty' && rerun_players === null)
    .toSorted((a, b) => b.completion_time.localeCompare(a.completion_time))
    .slice(0, BATCHES_COMPARED)
    .map(({ completion_time, generation_started_at }) => millisOf(completion_time) - millisOf(generation_started_at))
    .toSorted((a, b) => a - b);
  const median = durations[Math.floor(durations.length / 2)];
  return median === undefined ? null : Math.max(FLOOR_MS, median);
}

/** Reads the usual duration of a batch from the newest batches in the store. */
export async function readUsualDuration(store: DocumentStore): Promise<number | null> {
  const newest = await store.query(
    { collection: BATCHES },
    { orderBy: ['start_time', 'desc'], limit: 3 * BATCHES_COMPARED },
  );
  return usualDuration(newest.flatMap(({ data }) => (data.state === 'done' ? [data] : [])));
}
