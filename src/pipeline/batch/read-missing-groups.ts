import type { DocumentStore, Stored } from '../../platform/document-store.ts';
import type { CurrentBatch } from '../documents/batch-document.ts';
import { isLate, type PlayerDocument } from '../player/player-document.ts';
import { searchLateFrom } from './count-outcomes.ts';
import { groupMissing, type MissingContext, type MissingGroup } from './missing-groups.ts';
import { playersByStatus } from './players-by-status.ts';
import { sealedAtOf } from './read-batch.ts';

export interface KnownMissing extends Pick<MissingContext, 'ruledOut' | 'errors'> {
  /** The number of players of the batch with an outcome. */
  readonly done: number;
}

/** Reads the missing players of a batch, grouped by the reason why they are missing. */
export async function readMissingGroups(
  store: DocumentStore,
  batch: CurrentBatch,
  known: KnownMissing,
): Promise<MissingGroup[]> {
  const missing = await readMissing(store, batch);
  return groupMissing(
    missing.map(({ data }) => data),
    missingContext(batch, known),
  );
}

/** Reads the late players of a sealed batch: those whose outcome was committed after the seal. */
export async function readLatePlayers(
  store: DocumentStore,
  batch: CurrentBatch,
): Promise<readonly Stored<PlayerDocument>[]> {
  const sealedAt = sealedAtOf(batch);
  if (sealedAt === undefined) return [];
  const late: Stored<PlayerDocument>[] = [];
  const completedAfter = searchLateFrom(sealedAt);
  for (const status of ['predicted', 'failed', 'skipped'] as const) {
    for await (const page of playersByStatus(store, batch.batch_id, { status, completedAfter })) {
      late.push(...page.filter(({ data }) => isLate(data, sealedAt)));
    }
  }
  return late;
}

async function readMissing(store: DocumentStore, batch: CurrentBatch): Promise<readonly Stored<PlayerDocument>[]> {
  const missing: Stored<PlayerDocument>[] = [];
  for await (const page of playersByStatus(store, batch.batch_id, { status: 'requested' })) missing.push(...page);
  return [...missing, ...(await readLatePlayers(store, batch))];
}

/**
 * Adds whether the batch has published its requests. A batch with an outcome has, also when an earlier release of Tipoff
 * published them.
 */
export function missingContext(
  { requests_published_at }: CurrentBatch,
  { done, ...known }: KnownMissing,
): MissingContext {
  const isPublished = requests_published_at !== null || done > 0;
  return { ...known, requests: isPublished ? 'published' : 'not-published' };
}
