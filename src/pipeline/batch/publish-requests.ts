import type { Stored } from '../../platform/document-store.ts';
import { type PlayerDocument, playersOf } from '../player/player-document.ts';
import { toMessage } from '../player/prediction-request.ts';
import type { BatchDeps } from './batch-deps.ts';
import type { CurrentBatch } from './batch-document.ts';

const PAGE_SIZE = 5_000;

type PublishDeps = Pick<BatchDeps, 'store' | 'queue'>;

/** Publishes one request for every player still asked for. Publishing twice is harmless: an outcome is recorded once. */
export async function publishRequests({ store, queue }: PublishDeps, batch: CurrentBatch): Promise<number> {
  let published = 0;
  for await (const page of requestedPlayers(store, batch.batch_id)) {
    await queue.publish(page.map((player) => requestMessage(batch, player.data)));
    published += page.length;
  }
  return published;
}

export function requestMessage(batch: CurrentBatch, player: PlayerDocument) {
  return toMessage({
    batch_id: batch.batch_id,
    game_date: batch.game_date,
    player_lookup: player.player_lookup,
    attempt: player.attempt,
  });
}

/** The players still asked for, in pages, without their big texts. */
export async function* requestedPlayers(
  store: BatchDeps['store'],
  batchId: string,
): AsyncGenerator<readonly Stored<PlayerDocument>[]> {
  let afterId: string | undefined;
  for (;;) {
    const page = await store.query(playersOf(batchId), {
      where: [['status', '==', 'requested']],
      limit: PAGE_SIZE,
      ...(afterId === undefined ? {} : { afterId }),
    });
    if (page.length > 0) yield page;
    if (page.length < PAGE_SIZE) return;
    afterId = page.at(-1)?.id;
  }
}
