import type { DocumentStore } from '../../platform/document-store.ts';
import type { ConsolidatingBatch } from '../documents/batch-document.ts';
import { isLate, type PlayerDocument, playersOf } from '../player/player-document.ts';

/** Each page is read at once and blocks the event loop, so it stays small. */
const PAGE_SIZE = 500;

/**
 * The lines of JSON that a sealed generation loads into the warehouse: the rows of each predicted player as they are stored, and one line for
 * every other player. The same seal always gives the same lines, because the outcomes it covers never change.
 */
export async function* stagedLines(store: DocumentStore, batch: ConsolidatingBatch): AsyncGenerator<string> {
  let afterId: string | undefined;
  for (;;) {
    const page = await store.query(playersOf(batch.batch_id), {
      limit: PAGE_SIZE,
      texts: ['rows'],
      ...(afterId === undefined ? {} : { afterId }),
    });
    for (const { data } of page) if (data.generation === batch.generation) yield lineOf(data, batch);
    if (page.length < PAGE_SIZE) return;
    afterId = page.at(-1)?.id;
  }
}

function lineOf(player: PlayerDocument, batch: ConsolidatingBatch): string {
  const inTime = player.status !== 'requested' && !isLate(player, batch.sealed_at);
  if (inTime && player.status === 'predicted' && player.rows !== null) return player.rows;
  const outcome = inTime && player.status === 'skipped' ? 'skipped' : 'kept';
  return JSON.stringify({ outcome, player_lookup: player.player_lookup });
}
