import type { DocumentStore, Stored } from '../../platform/document-store.ts';
import type { PlayerStatus } from '../player/outcome.ts';
import { type PlayerDocument, playersOf } from '../player/player-document.ts';

const PAGE_SIZE = 5_000;

/** The players of a batch who have this status, in pages by id, without their big texts. */
export async function* playersByStatus(
  store: DocumentStore,
  batchId: string,
  status: PlayerStatus,
): AsyncGenerator<readonly Stored<PlayerDocument>[]> {
  let afterId: string | undefined;
  for (;;) {
    const page = await store.query(playersOf(batchId), {
      where: [['status', '==', status]],
      limit: PAGE_SIZE,
      ...(afterId === undefined ? {} : { afterId }),
    });
    if (page.length > 0) yield page;
    if (page.length < PAGE_SIZE) return;
    afterId = page.at(-1)?.id;
  }
}
