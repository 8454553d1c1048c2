import { enqueuePosts } from '../../coordination/outbox/post.ts';
import { STORE_TIME, type Written } from '../../platform/document-store.ts';
import { buildFeatures } from '../features/build-features.ts';
import { featuresAreCurrent } from '../features/features-are-current.ts';
import { type PlayerDocument, playersOf } from '../player/player-document.ts';
import { progressPost } from './announce-batch.ts';
import type { BatchDeps } from './batch-deps.ts';
import type { PreparingBatch } from './batch-document.ts';
import type { Candidate } from './candidate.ts';
import { candidatesOf } from './candidates.ts';
import { changeBatchOnRecord } from './change-batch.ts';
import { choosePlayer, inputOf } from './choose-player.ts';
import { countPlayers } from './count-players.ts';
import { createNewRequests } from './request-again.ts';
import { runnerTrail } from './runner-trail.ts';

/**
 * Chooses the players, keeps the input snapshot of each, and opens the batch: the expected set is fixed before the first request goes out.
 * Interrupted, it starts over.
 */
export async function prepareBatch(deps: BatchDeps, batch: PreparingBatch): Promise<'open' | 'superseded'> {
  await refreshFeatures(deps, batch);
  const prepared =
    batch.rerun_players === null
      ? await requestEverybody(deps, batch)
      : await createNewRequests(deps, batch, batch.rerun_players);
  const expected = { batchId: batch.batch_id, state: 'preparing', generation: batch.generation } as const;
  const players = await countPlayers(deps.store, batch.batch_id);
  const recorded = { store: deps.store, trail: runnerTrail(deps), action: 'batch.opened' };
  const changed = await changeBatchOnRecord(recorded, expected, async (preparing, transaction) => {
    const opened = { ...preparing, ...prepared };
    await enqueuePosts(transaction, [progressPost(opened, 'open', { players, now: deps.now() })]);
    return { ...prepared, state: 'open' };
  });
  return changed === 'changed' ? 'open' : 'superseded';
}

/** Features are those of the batch's moment and of all data there is: built anew unless they are that already. */
async function refreshFeatures(deps: BatchDeps, { game_date: gameDate, as_of: asOf }: PreparingBatch): Promise<void> {
  if (await featuresAreCurrent(deps.warehouse, { gameDate, asOf })) return;
  await buildFeatures(deps, { from: gameDate, to: gameDate, asOf });
}

type Prepared = Pick<PreparingBatch, 'expected_players' | 'dropped'>;

async function requestEverybody(deps: BatchDeps, batch: PreparingBatch): Promise<Prepared> {
  const players = playersOf(batch.batch_id);
  await deps.store.deleteAll(players);
  const dropped: Record<string, number> = {};
  let expected = 0;
  for await (const page of candidatesOf(deps.warehouse, batch)) {
    const documents: { id: string; data: Written<PlayerDocument> }[] = [];
    for (const candidate of page) {
      const choice = choosePlayer(candidate);
      if (choice.type === 'drop') dropped[choice.reason] = (dropped[choice.reason] ?? 0) + 1;
      else documents.push({ id: candidate.player_lookup, data: requestOf(candidate, batch.generation) });
    }
    expected += await deps.store.createMany(players, documents);
  }
  return { expected_players: expected, dropped };
}

function requestOf(candidate: Candidate, generation: number): Written<PlayerDocument> {
  return {
    player_lookup: candidate.player_lookup,
    player_name: candidate.player_name,
    team: candidate.team,
    opponent: candidate.opponent,
    game_id: candidate.game_id,
    status: 'requested',
    reason: null,
    generation,
    attempt: 1,
    republished: 0,
    row_count: 0,
    absent: null,
    requested_at: STORE_TIME,
    completed_at: null,
    input: inputOf(candidate),
    rows: null,
  };
}
