import type { AuditContext } from '../../coordination/audit/audit-context.ts';
import { auditedTransaction } from '../../coordination/audit/open-audit.ts';
import { enqueuePosts } from '../../coordination/outbox/post.ts';
import { type DocumentStore, STORE_TIME } from '../../platform/document-store.ts';
import { type Instant, instantFromDate } from '../../platform/instant.ts';
import { batchRef } from '../documents/batch-document.ts';
import type { RunMode } from '../player/run-mode.ts';
import { activeBatchRef } from './active-batch.ts';
import { progressPost } from './announce-batch.ts';
import { ownershipOf, refuseFormerOwner } from './batch-ownership.ts';
import { NO_PLAYERS } from './count-by-status.ts';

export interface NewBatch {
  readonly gameDate: string;
  readonly asOf: Instant;
  readonly mode: RunMode;
  readonly now: Date;
  readonly auditContext: AuditContext;
}

export type StartDecision =
  | { readonly type: 'started'; readonly batchId: string }
  | { readonly type: 'already-open'; readonly batchId: string };

/**
 * Opens a batch for a game date, unless the date already has an open batch. When several callers try at the same time,
 * one opens the batch and the others get its id. The new batch is stored but not prepared yet, so it already survives a
 * crash.
 */
export function startBatch(store: DocumentStore, batch: NewBatch): Promise<StartDecision> {
  const { gameDate, asOf, mode, now, auditContext } = batch;
  return auditedTransaction(store, auditContext, async (transaction, audit) => {
    const active = await transaction.get(activeBatchRef(gameDate));
    if (active !== undefined) {
      const batchId = active.data.batch_id;
      refuseFormerOwner((await transaction.get(batchRef(batchId)))?.data, auditContext);
      return { type: 'already-open', batchId };
    }
    let second = Math.floor(now.getTime() / 1000);
    while ((await transaction.get(batchRef(batchIdOf(gameDate, second)))) !== undefined) second += 1;
    const batchId = batchIdOf(gameDate, second);
    const base = { batch_id: batchId, game_date: gameDate, generation: 1, expected_players: 0 };
    const started = { ...base, generation_started_at: instantFromDate(now) };
    await enqueuePosts(transaction, [progressPost(started, 'preparing', { players: NO_PLAYERS, now })]);
    transaction.create(activeBatchRef(gameDate), { game_date: gameDate, batch_id: batchId, claimed_at: STORE_TIME });
    transaction.create(batchRef(batchId), {
      state: 'preparing',
      batch_id: batchId,
      game_date: gameDate,
      as_of: asOf,
      mode,
      generation: 1,
      generation_started_at: STORE_TIME,
      requests_published_at: null,
      rerun_players: null,
      opened_for: 'slate',
      examined_mode: mode,
      examined_at: asOf,
      first_completion_time: null,
      dropped: {},
      asked_again: 0,
      approval_id: null,
      forced_by: null,
      ...ownershipOf(auditContext),
      expected_players: 0,
      completed_count: 0,
      is_complete: false,
      start_time: STORE_TIME,
      completion_time: null,
      updated_at: STORE_TIME,
    });
    audit.append({
      action: 'batch.started',
      subject: { kind: 'batch', id: batchId },
      before: null,
      after: { state: 'preparing', game_date: gameDate, mode, as_of: asOf },
    });
    return { type: 'started', batchId };
  });
}

function batchIdOf(gameDate: string, second: number): string {
  return `batch_${gameDate}_${second}`;
}
