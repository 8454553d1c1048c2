import type { Stored } from '../../platform/document-store.ts';
import type { OutgoingMessage } from '../../platform/queue.ts';
import { type PlayerDocument, playersOf } from '../player/player-document.ts';
import { toMessage } from '../player/prediction-request.ts';
import type { BatchDeps } from './batch-deps.ts';
import type { CurrentBatch } from './batch-document.ts';

const PAGE_SIZE = 5_000;

type PublishDeps = Pick<BatchDeps, 'store' | 'queue'>;

/** Publishes in this many slices instead of all at once, with a pause after each. */
export interface Spread {
  readonly slices: number;
  readonly pause: () => Promise<void>;
}

/** Publishes one request for every player still asked for. Publishing twice is harmless: an outcome is recorded once. */
export async function publishRequests(
  { store, queue }: PublishDeps,
  batch: CurrentBatch,
  spread?: Spread,
): Promise<void> {
  for await (const page of requestedPlayers(store, batch.batch_id)) {
    const messages = page.map((player) => requestMessage(batch, player.data));
    if (spread === undefined) await queue.publish(messages);
    else await publishSlices(queue, messages, spread);
  }
}

async function publishSlices(
  queue: PublishDeps['queue'],
  messages: readonly OutgoingMessage[],
  { slices, pause }: Spread,
): Promise<void> {
  const size = Math.ceil(messages.length / slices);
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
