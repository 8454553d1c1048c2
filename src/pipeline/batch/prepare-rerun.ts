import type { DocumentStore } from '../../platform/document-store.ts';
import { instantFromDate } from '../../platform/instant.ts';
import type { PreparingBatch } from '../documents/batch-document.ts';
import { playerRef } from '../player/player-document.ts';
import type { BatchDeps } from './batch-deps.ts';
import { type Candidate, findCandidates } from './candidates.ts';
import { firstRequest, requestFields } from './player-request.ts';

/**
 * Requests the players of a re-run for a new generation, each with a fresh input snapshot. A later run of the day also adds
 * players to the batch. The function is safe to repeat after a crash.
 */
export async function prepareRerun(
  deps: Pick<BatchDeps, 'store' | 'warehouse' | 'now'>,
  batch: PreparingBatch,
  playerLookups: readonly string[],
): Promise<void> {
  const candidates = await findCandidates(
    deps.warehouse,
    { ...batch, now: instantFromDate(deps.now()) },
    playerLookups,
  );
  for (const playerLookup of playerLookups) {
    await requestOnce(deps, batch, { playerLookup, candidate: candidates.get(playerLookup) });
  }
}

interface NamedCandidate {
  readonly playerLookup: string;
  readonly candidate: Candidate | undefined;
}

async function requestOnce(
  { store }: Pick<BatchDeps, 'store'>,
  batch: PreparingBatch,
  { playerLookup, candidate }: NamedCandidate,
): Promise<void> {
  const ref = playerRef(batch.batch_id, playerLookup);
  for (;;) {
    const found = await store.get(ref);
    if (found === undefined) return await addPlayer(store, batch, candidate);
    if (found.data.generation === batch.generation) return;
    const fields = {
      ...requestFields(candidate),
      generation: batch.generation,
      attempt: found.data.attempt + 1,
    };
    if ((await store.update(ref, fields, found.version)) === 'updated') return;
  }
}

/** Adds a player whom a later run of the day has found. Other re-runs request only players of the batch. */
async function addPlayer(store: DocumentStore, batch: PreparingBatch, candidate: Candidate | undefined): Promise<void> {
  if (candidate === undefined || batch.opened_for !== 'changes') return;
  await store.create(playerRef(batch.batch_id, candidate.player_lookup), firstRequest(candidate, batch.generation));
}
