import { enqueuePosts } from '../../coordination/outbox/post.ts';
import { STORE_TIME } from '../../platform/document-store.ts';
import { progressPost } from './announce-batch.ts';
import type { BatchDeps } from './batch-deps.ts';
import type { OpenBatch } from './batch-document.ts';
import { changeBatchOnRecord } from './change-batch.ts';
import { closeRequest } from './close-request.ts';
import { countPlayers } from './count-players.ts';
import { readCardDetail } from './read-card-detail.ts';
import { runnerTrail } from './runner-trail.ts';
import { slateSequenceRef } from './slate-sequence.ts';

/** Who ends the batch before everybody has an outcome, when somebody does. */
export interface Force {
  readonly forcedBy: string;
}

/**
 * Closes the batch to outcomes: one compare-and-set that records when, by the clock of the store, and the place of this generation among
 * all of its game date. What is completed later is late. Superseded also where players were asked for again since `open` was read: they are to be
 * waited for.
 */
export async function sealBatch(deps: SealDeps, open: OpenBatch, force?: Force): Promise<'changed' | 'superseded'> {
  const { batch_id: batchId, generation, asked_again: askedAgain } = open;
  const expected = { batchId, state: 'open', generation, askedAgain } as const;
  const players = await countPlayers(deps.store, open.batch_id);
  const recorded = { store: deps.store, trail: runnerTrail(deps), action: 'batch.sealed' };
  const readCard = () => readCardDetail(deps.store, open);
  return changeBatchOnRecord(recorded, expected, async (batch, transaction, audit) => {
    const ref = slateSequenceRef(batch.game_date);
    const found = await transaction.get(ref);
    const settled = await closeRequest(transaction, batch.approval_id, { readCard, outcome: null });
    const progress = progressPost(batch, 'consolidating', { players, now: deps.now() });
    await enqueuePosts(transaction, [progress, ...settled.posts]);
    settled.write(audit);
    const sequence = (found?.data.last_sequence ?? 0) + 1;
    if (found === undefined) transaction.create(ref, { game_date: batch.game_date, last_sequence: sequence });
    else transaction.update(ref, { last_sequence: sequence });
    return {
      state: 'consolidating',
      sealed_at: STORE_TIME,
      sequence,
      load_job: 0,
      merge_job: 0,
      forced_by: force?.forcedBy ?? null,
    };
  });
}

type SealDeps = Pick<BatchDeps, 'store' | 'now' | 'audit'>;
