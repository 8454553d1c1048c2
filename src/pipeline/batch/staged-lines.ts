import type { DocumentStore } from '../../platform/document-store.ts';
import { type PlayerDocument, playersOf } from '../player/player-document.ts';
import type { ConsolidatingBatch } from './batch-document.ts';
import { isLate } from './tally-players.ts';

/** Read at once, and so what everything else waits for. */
const PAGE_SIZE = 500;

/**
 * What the sealed generation brings to the warehouse, as lines of JSON: the rows of the predicted, as text, and one line for each player
 * without. The same seal gives the same lines at any time, because an outcome it covers is never changed.
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
  const settled = player.status !== 'requested' && !isLate(player, batch.sealed_at);
  if (settled && player.status === 'predicted' && player.rows !== null) return player.rows;
  const outcome = settled && player.status === 'skipped' ? 'skipped' : 'kept';
  return JSON.stringify({ outcome, player_lookup: player.player_lookup });
}
