import { enqueuePosts } from '../../coordination/outbox/post.ts';
import { STORE_TIME, type Transaction } from '../../platform/document-store.ts';
import type { OpenBatch } from '../documents/batch-document.ts';
import { progressPost } from './announce-batch.ts';
import type { BatchDeps } from './batch-deps.ts';
import { changeBatchOnRecord } from './change-batch.ts';
import { closeCard } from './close-card.ts';
import { countByStatus } from './count-by-status.ts';
import { readCardDetail } from './read-card-detail.ts';
import { runnerAuditContext } from './runner-audit-context.ts';
import { readSlateHold } from './slate-hold.ts';
import { slateSequenceRef } from './slate-sequence.ts';
import type { StallCause } from './stall-policy.ts';

/** The reason why a batch is sealed before all of its players have an outcome. */
export interface SealReason {
  /** The person who approved the batch's force-complete. */
  readonly forcedBy?: string | null;
  /** The cause of the stall because of which the batch is completed as partial. */
  readonly cause?: StallCause | null;
}

/**
 * Seals a batch. One compare-and-set records the seal's time by the store's clock and the sequence number of the
 * generation. An outcome that is committed after the seal is late, and the batch does not publish it. The seal is
 * refused if a re-run came after `open` was read, because the batch has to wait for the re-run's players, and while
 * somebody holds the slate.
 */
export async function sealBatch(
  deps: SealDeps,
  open: OpenBatch,
  { forcedBy = null, cause = null }: SealReason = {},
): Promise<'changed' | 'superseded'> {
  const { batch_id: batchId, generation, asked_again: askedAgain } = open;
  const expected = { batchId, state: 'open', generation, askedAgain } as const;
  const players = await countByStatus(deps.store, open.batch_id);
  const action = cause === null ? 'batch.sealed' : 'batch.stall_completed';
  const recorded = { store: deps.store, auditContext: runnerAuditContext(deps), action };
  const readCard = () => readCardDetail(deps.store, open);
  return changeBatchOnRecord(recorded, expected, async (batch, transaction, audit) => {
    if ((await readSlateHold(transaction, batch.game_date)) !== undefined) return;
    const next = await nextSequence(transaction, batch.game_date);
    const closed = await closeCard(transaction, batch, { store: deps.store, readCard, ended: null });
    const progress = progressPost(batch, 'consolidating', { players, now: deps.now() });
    await enqueuePosts(transaction, [progress, ...closed.posts]);
    closed.write(audit);
    next.write();
    return { ...SEALED, sealed_at: STORE_TIME, sequence: next.sequence, forced_by: forcedBy };
  });
}

/** The fields that a seal writes to every batch document. */
export const SEALED = { state: 'consolidating', load_job: 0, merge_job: 0 } as const;

interface NextSequence {
  readonly sequence: number;
  /**
   * Stores the sequence number as the newest one of the game date. Call this function after all reads of the
   * transaction.
   */
  readonly write: () => void;
}

/** Returns the next sequence number of a game date, for the generation that is being sealed. */
export async function nextSequence(transaction: Transaction, gameDate: string): Promise<NextSequence> {
  const ref = slateSequenceRef(gameDate);
  const found = await transaction.get(ref);
  const sequence = (found?.data.last_sequence ?? 0) + 1;
  const write = () =>
    found === undefined
      ? transaction.create(ref, { game_date: gameDate, last_sequence: sequence })
      : transaction.update(ref, { last_sequence: sequence });
  return { sequence, write };
}

type SealDeps = Pick<BatchDeps, 'store' | 'now' | 'audit'>;
