import { enqueuePosts } from '../../coordination/outbox/post.ts';
import type { Written } from '../../platform/document-store.ts';
import { instantFromDate } from '../../platform/instant.ts';
import type { PreparingBatch } from '../documents/batch-document.ts';
import { buildFeatures } from '../features/build-features.ts';
import { featuresAreCurrent } from '../features/features-are-current.ts';
import { recordBatchInjuries } from '../player/batch-injuries.ts';
import { type PlayerDocument, playersOf } from '../player/player-document.ts';
import { progressPost } from './announce-batch.ts';
import type { BatchDeps } from './batch-deps.ts';
import { candidatesOf } from './candidates.ts';
import { changeBatchOnRecord } from './change-batch.ts';
import { countByStatus } from './count-by-status.ts';
import { firstRequest } from './player-request.ts';
import { prepareRerun } from './prepare-rerun.ts';
import { qualifyPlayer } from './qualify-player.ts';
import { runnerAuditContext } from './runner-audit-context.ts';

/**
 * Prepares a batch: stores the injury statuses for its workers, chooses its players, stores an input snapshot of each, and
 * opens the batch. The set of players is
 * complete before the first request is published. After an interruption, the preparation starts again from the
 * beginning.
 */
export async function prepareBatch(deps: BatchDeps, batch: PreparingBatch): Promise<'open' | 'superseded'> {
  await refreshFeatures(deps, batch);
  await recordBatchInjuries(deps, batch);
  const prepared = await requestPlayers(deps, batch);
  const expected = { batchId: batch.batch_id, state: 'preparing', generation: batch.generation } as const;
  const players = await countByStatus(deps.store, batch.batch_id);
  const recorded = { store: deps.store, auditContext: runnerAuditContext(deps), action: 'batch.opened' };
  const changed = await changeBatchOnRecord(recorded, expected, async (preparing, transaction) => {
    const opened = { ...preparing, ...prepared };
    await enqueuePosts(transaction, [progressPost(opened, 'open', { players, now: deps.now() })]);
    return { ...prepared, state: 'open' };
  });
  return changed === 'changed' ? 'open' : 'superseded';
}

/**
 * Rebuilds the features of a game date unless the stored features match `as_of` and the newest imports.
 */
export async function refreshFeatures(
  deps: BatchDeps,
  { game_date: gameDate, as_of: asOf }: Pick<PreparingBatch, 'game_date' | 'as_of'>,
): Promise<void> {
  if (await featuresAreCurrent(deps.warehouse, { gameDate, asOf, now: instantFromDate(deps.now()) })) return;
  await buildFeatures(deps, { from: gameDate, to: gameDate, asOf });
}

type Prepared = Pick<PreparingBatch, 'expected_players' | 'dropped'>;

async function requestPlayers(deps: BatchDeps, batch: PreparingBatch): Promise<Prepared> {
  const { rerun_players, dropped } = batch;
  if (rerun_players === null) return await requestQualified(deps, batch);
  await prepareRerun(deps, batch, rerun_players);
  return { expected_players: await deps.store.count(playersOf(batch.batch_id), []), dropped };
}

async function requestQualified(deps: BatchDeps, batch: PreparingBatch): Promise<Prepared> {
  const players = playersOf(batch.batch_id);
  await deps.store.deleteAll(players);
  const dropped: Record<string, number> = {};
  let expected = 0;
  const now = deps.now();
  for await (const page of candidatesOf(deps.warehouse, { ...batch, now: instantFromDate(now) })) {
    const documents: { id: string; data: Written<PlayerDocument> }[] = [];
    for (const candidate of page) {
      const { player_lookup: id } = candidate;
      const qualification = qualifyPlayer(candidate, now);
      if (qualification.type === 'qualified') documents.push({ id, data: firstRequest(candidate, batch.generation) });
      else dropped[qualification.reason] = (dropped[qualification.reason] ?? 0) + 1;
    }
    expected += await deps.store.createMany(players, documents);
  }
  return { expected_players: expected, dropped };
}
