import type { DocumentStore } from '../../platform/document-store.ts';
import { millisOf } from '../../platform/instant.ts';
import { BATCHES, type DoneBatch } from '../documents/batch-document.ts';

const BATCHES_COMPARED = 20;
/** A usual duration is never shorter, because people need not know of a stall of a few seconds. */
const FLOOR_MS = 60_000;

type EndedBatch = Pick<
  DoneBatch,
  'result' | 'rerun_players' | 'start_time' | 'completion_time' | 'generation_started_at' | 'first_completion_time'
>;

/**
 * Returns the usual duration of a batch in milliseconds: the median of the last 20 whole slates that were published, and
 * at least one minute. Returns null if there is none. Of a batch with several generations, the first one counts. Abandoned
 * batches do not count.
 * @internal exported for tests
 */
export function usualDuration(ended: readonly EndedBatch[]): number | null {
  const durations = ended
    .toSorted((a, b) => b.completion_time.localeCompare(a.completion_time))
    .flatMap(wholeSlateMs)
    .slice(0, BATCHES_COMPARED)
    .toSorted((a, b) => a - b);
  const median = durations[Math.floor(durations.length / 2)];
  return median === undefined ? null : Math.max(FLOOR_MS, median);
}

/** How long the generation of the whole slate took, in milliseconds. The list is empty if it published nothing. */
function wholeSlateMs(batch: EndedBatch): readonly number[] {
  const { result, rerun_players, start_time, completion_time, generation_started_at, first_completion_time } = batch;
  if (first_completion_time !== null) return [millisOf(first_completion_time) - millisOf(start_time)];
  const isWhole = rerun_players === null && result !== 'abandoned' && result !== 'empty';
  return isWhole ? [millisOf(completion_time) - millisOf(generation_started_at)] : [];
}

/** Reads the usual duration of a batch from the newest batches in the store. */
export async function readUsualDuration(store: DocumentStore): Promise<number | null> {
  const newest = await store.query(
    { collection: BATCHES },
    { orderBy: ['start_time', 'desc'], limit: 3 * BATCHES_COMPARED },
  );
  return usualDuration(newest.flatMap(({ data }) => (data.state === 'done' ? [data] : [])));
}
