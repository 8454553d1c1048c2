import { STORE_TIME } from '../../platform/document-store.ts';
import { playerRef } from '../player/player-document.ts';
import type { BatchDeps } from './batch-deps.ts';
import type { PreparingBatch } from './batch-document.ts';
import type { Candidate } from './candidate.ts';
import { candidatesOf } from './candidates.ts';
import { inputOf } from './choose-player.ts';

/** Asks for the named players of a batch once more, each from a fresh snapshot. Repeated, it asks for nobody twice. */
export async function createNewRequests(
  deps: BatchDeps,
  batch: PreparingBatch,
  playerLookups: readonly string[],
): Promise<Pick<PreparingBatch, 'expected_players' | 'dropped'>> {
  const candidates = await findCandidates(deps, batch, new Set(playerLookups));
  for (const playerLookup of playerLookups) {
    await requestOnce(deps, batch, { playerLookup, candidate: candidates.get(playerLookup) });
  }
  return { expected_players: batch.expected_players, dropped: batch.dropped };
}

/** The candidates of these players, by `player_lookup`. */
export async function findCandidates(
  deps: Pick<BatchDeps, 'warehouse'>,
  batch: Pick<PreparingBatch, 'game_date' | 'as_of'>,
  wanted: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Candidate>> {
  const found = new Map<string, Candidate>();
  for await (const page of candidatesOf(deps.warehouse, batch)) {
    for (const candidate of page)
      if (wanted.has(candidate.player_lookup)) found.set(candidate.player_lookup, candidate);
  }
  return found;
}

/** The fields that make a player requested anew, from what is known of him now. */
export function requestedPlayer(candidate: Candidate | undefined) {
  return {
    status: 'requested',
    reason: null,
    republished: 0,
    row_count: 0,
    absent: null,
    rows: null,
    requested_at: STORE_TIME,
    completed_at: null,
    input: candidate === undefined ? null : inputOf(candidate),
  } as const;
}

async function requestOnce(
  { store }: BatchDeps,
  batch: PreparingBatch,
  { playerLookup, candidate }: { playerLookup: string; candidate: Candidate | undefined },
): Promise<void> {
  const ref = playerRef(batch.batch_id, playerLookup);
  for (;;) {
    const found = await store.get(ref);
    if (found === undefined || found.data.generation === batch.generation) return;
    const fields = {
      ...requestedPlayer(candidate),
      generation: batch.generation,
      attempt: found.data.attempt + 1,
    };
    if ((await store.update(ref, fields, found.version)) === 'updated') return;
  }
}
