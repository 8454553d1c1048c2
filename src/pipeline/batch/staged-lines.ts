import type { DocumentStore } from '../../platform/document-store.ts';
import type { ConsolidatingBatch } from '../documents/batch-document.ts';
import { isLate, type PlayerDocument, playersOf } from '../player/player-document.ts';

/**
 * The number of player documents that are read per page. Pages are small, because parsing a page blocks the event loop.
 */
const PAGE_SIZE = 500;

/**
 * Yields the lines of JSON that load a sealed generation into the warehouse. A predicted player has one line per
 * prediction row, and every other player has one line. A repeated load gets the same lines, because the outcomes before
 * a seal never change.
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
