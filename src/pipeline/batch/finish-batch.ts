import { enqueuePosts, type NewPost } from '../../coordination/outbox/post.ts';
import { STORE_TIME } from '../../platform/document-store.ts';
import type { ConsolidatingBatch, DoneBatch, OpenBatch, UnfinishedBatch } from '../documents/batch-document.ts';
import { keepTippedPicks } from '../ledger/keep-tipped-picks.ts';
import { readSlateDetail } from '../results/slate-detail.ts';
import { activeBatchRef } from './active-batch.ts';
import { alertPosts, announceSlate, slatePostKey } from './announce-batch.ts';
import type { CardDetail } from './approval-card.ts';
import type { BatchDeps } from './batch-deps.ts';
import { changeBatchOnRecord, type RecordedAs } from './change-batch.ts';
import { closeCard } from './close-card.ts';
import { latePosts, readLateResults } from './late-results.ts';
import { sealedAtOf } from './read-batch.ts';
import { readCardDetail } from './read-card-detail.ts';
import { readSlateChangesPosts } from './read-slate-changes.ts';
import { runnerAuditContext } from './runner-audit-context.ts';

export type BatchEnd = Pick<DoneBatch, 'result' | 'predicted' | 'skipped' | 'failed' | 'missing'> &
  Pick<DoneBatch, 'row_count' | 'model_count' | 'game_count' | 'backfill_count' | 'closed_games' | 'failed_checks'>;

/** Ends a batch whose results are in the table, or that has no players. */
export async function finishBatch(
  deps: BatchDeps,
  batch: OpenBatch | ConsolidatingBatch,
  ending: BatchEnd,
): Promise<'done' | 'superseded'> {
  const completed = batch.expected_players - ending.missing;
  const changed = await endBatch(deps, batch, {
    end: { ...ending, abandoned_because: null },
    card: await readCardDetail(deps.store, batch, sealedAtOf(batch)),
    outcome: `${completed} of ${batch.expected_players} players, ${ending.result}`,
    recordedAs: { auditContext: runnerAuditContext(deps), action: 'batch.finished' },
    posts: batch.state === 'consolidating' ? await readSlateChangesPosts(deps, batch) : [],
  });
  return changed === 'changed' ? 'done' : 'superseded';
}

interface Ending {
  readonly end: BatchEnd & Pick<DoneBatch, 'abandoned_because'>;
  readonly card: CardDetail;
  /** The result as the card of an approval request shows it: `119 of 136 players, partial`. */
  readonly outcome: string;
  readonly recordedAs: Pick<RecordedAs, 'auditContext' | 'action'>;
  /** Further posts about the end. */
  readonly posts?: readonly NewPost[];
}

/**
 * Ends a batch. One transaction writes the result, the posts and the approval request, and frees the game date for its
 * next batch.
 */
export async function endBatch(
  deps: BatchDeps,
  batch: UnfinishedBatch,
  { end, card, outcome, recordedAs, posts = [] }: Ending,
): Promise<'changed' | 'superseded'> {
  const expected = { batchId: batch.batch_id, state: batch.state, generation: batch.generation };
  const read = await readSlateDetail(deps, batch, card);
  const detail = { ...read, ...(await keepTippedPicks(deps, batch.game_date, read)) };
  const readCard = () => Promise.resolve(card);
  const late = latePosts(batch, await readLateResults(deps.store, batch), null);
  const completed = Math.max(0, batch.expected_players - end.missing);
  const recorded = { store: deps.store, ...recordedAs };
  return await changeBatchOnRecord(recorded, expected, async (current, transaction, audit) => {
    const ended = { ...end, state: 'done', completed_count: completed, is_complete: true } as const;
    const done = { ...current, ...ended };
    const active = await transaction.get(activeBatchRef(done.game_date));
    const closed = await closeCard(transaction, current, {
      store: deps.store,
      readCard,
      ended: { result: end.result, outcome },
    });
    const slate = {
      key: slatePostKey(done.game_date),
      announcement: announceSlate(done, detail, deps.now()),
      receipt: 'kept' as const,
    };
    // A card that shows the result replaces the alert about it.
    const alerts = closed.posts.length > 0 ? [] : alertPosts(done);
    await enqueuePosts(transaction, [slate, ...posts, ...closed.posts, ...alerts, ...late]);
    closed.write(audit);
    if (active?.data.batch_id === done.batch_id) transaction.delete(activeBatchRef(done.game_date));
    return { ...ended, completion_time: STORE_TIME };
  });
}
