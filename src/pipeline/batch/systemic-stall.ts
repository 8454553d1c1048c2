import * as z from 'zod';
import type { Collection, DocumentStore } from '../../platform/document-store.ts';
import { Instant, millisOf } from '../../platform/instant.ts';

const WINDOW_MS = 60 * 60_000;
const MAX_SWEEPS = 3;
const MAX_BATCHES = 5;

/** The times of the stall sweeps of the last hour that acted on a batch. One document holds them all. */
const RecentSweeps = z.object({ acted_at: z.array(Instant) });

export const RECENT_SWEEPS: Collection<z.infer<typeof RecentSweeps>> = {
  name: 'stall_sweeps',
  schema: RecentSweeps,
  indexes: [],
  texts: [],
  times: [],
};

const RECENT = { collection: RECENT_SWEEPS, id: 'recent' } as const;

export type StallPattern = 'none' | 'many-sweeps' | 'many-batches';

/**
 * Decides whether stalls have one common cause. They do when one sweep acts on at least five batches, or when three
 * sweeps within one hour act. One incident then replaces the search for a cause in each batch.
 * @internal exported for tests
 */
export function stallPattern(actedAt: readonly Instant[], batches: number, now: Instant): StallPattern {
  if (batches >= MAX_BATCHES) return 'many-batches';
  return withinWindow(actedAt, now).length >= MAX_SWEEPS ? 'many-sweeps' : 'none';
}

/**
 * Records a stall sweep and the number of batches that it acted on. Resolves to whether the stalls of the last hour
 * have one common cause, and by which rule.
 */
export function recordSweep(store: DocumentStore, batches: number): Promise<StallPattern> {
  return store.transaction(async (transaction) => {
    const found = (await transaction.get(RECENT))?.data;
    const now = await transaction.now();
    const recent = withinWindow(found?.acted_at ?? [], now);
    const acted_at = batches === 0 ? recent : [...recent, now];
    if (found === undefined) transaction.create(RECENT, { acted_at });
    else if (acted_at.length !== found.acted_at.length || batches > 0) transaction.update(RECENT, { acted_at });
    return stallPattern(acted_at, batches, now);
  });
}

function withinWindow(actedAt: readonly Instant[], now: Instant): Instant[] {
  return actedAt.filter((moment) => millisOf(moment) > millisOf(now) - WINDOW_MS);
}
