import { instantFromDate } from '../../platform/instant.ts';
import type { PreparingBatch } from '../documents/batch-document.ts';
import { playerRef } from '../player/player-document.ts';
import type { BatchDeps } from './batch-deps.ts';
import { type Candidate, findCandidates } from './candidates.ts';
import { requestFields } from './player-request.ts';

/**
 * Requests the players of a re-run for a new generation, each with a fresh input snapshot. The function is safe to
 * repeat after a crash.
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
    if (found === undefined || found.data.generation === batch.generation) return;
    const fields = {
      ...requestFields(candidate),
      generation: batch.generation,
      attempt: found.data.attempt + 1,
    };
    if ((await store.update(ref, fields, found.version)) === 'updated') return;
  }
}
