import { STORE_TIME } from '../../platform/document-store.ts';
import type { OutgoingMessage } from '../../platform/queue.ts';
import type { CurrentBatch, OpenBatch } from '../documents/batch-document.ts';
import type { PlayerDocument } from '../player/player-document.ts';
import { toMessage } from '../player/prediction-request.ts';
import type { BatchDeps } from './batch-deps.ts';
import { changeBatch } from './change-batch.ts';
import { playersByStatus } from './players-by-status.ts';

type PublishDeps = Pick<BatchDeps, 'store' | 'queue'>;

/**
 * The number of slices into which the requests are split. The publisher pauses after each slice instead of publishing
 * all requests together.
 */
export interface RequestSlices {
  readonly count: number;
  readonly pause: () => Promise<void>;
}

/**
 * Publishes one prediction request for every player without an outcome. Publishing a request twice is harmless, because
 * an outcome is recorded only once.
 */
async function publishRequests(
  { store, queue }: PublishDeps,
  batch: CurrentBatch,
  slices?: RequestSlices,
): Promise<void> {
  for await (const page of playersByStatus(store, batch.batch_id, { status: 'requested' })) {
    const messages = page.map((player) => requestMessage(batch, player.data));
    if (slices === undefined) await queue.publish(messages);
    else await publishSlices(queue, messages, slices);
  }
}

/** Publishes the requests of a newly opened batch, then records that all of them are on the queue. */
export async function publishFirstRequests(deps: PublishDeps, batch: OpenBatch, slices?: RequestSlices): Promise<void> {
  await publishRequests(deps, batch, slices);
  const expected = { batchId: batch.batch_id, state: 'open', generation: batch.generation } as const;
  await changeBatch(deps.store, expected, async () => ({ requests_published_at: STORE_TIME }));
}

async function publishSlices(
  queue: PublishDeps['queue'],
  messages: readonly OutgoingMessage[],
  { count, pause }: RequestSlices,
): Promise<void> {
  const size = Math.ceil(messages.length / count);
  for (let from = 0; from < messages.length; from += size) {
    await queue.publish(messages.slice(from, from + size));
    await pause();
  }
}

export function requestMessage(batch: CurrentBatch, player: PlayerDocument) {
  return toMessage({
    batch_id: batch.batch_id,
    game_date: batch.game_date,
    player_lookup: player.player_lookup,
    attempt: player.attempt,
  });
}
