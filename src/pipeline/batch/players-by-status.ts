import type { Condition, DocumentStore, Stored } from '../../platform/document-store.ts';
import type { Instant } from '../../platform/instant.ts';
import type { PlayerStatus } from '../player/outcome.ts';
import { type PlayerDocument, playersOf } from '../player/player-document.ts';

const PAGE_SIZE = 1_000;

interface PlayerFilter {
  readonly status: PlayerStatus;
  /**
   * Only players whose outcome was committed after this moment are returned. By default, all with the status are
   * returned.
   */
  readonly completedAfter?: Instant;
}

/**
 * Yields the players of a batch with the given status, in pages: by the time of their outcome with `completedAfter`, by
 * id without. The large fields `input` and `rows` are
 * left out.
 */
export async function* playersByStatus(
  store: DocumentStore,
  batchId: string,
  { status, completedAfter }: PlayerFilter,
): AsyncGenerator<readonly Stored<PlayerDocument>[]> {
  const where: Condition<PlayerDocument>[] = [['status', '==', status]];
  if (completedAfter !== undefined) where.push(['completed_at', '>', completedAfter]);
  let afterId: string | undefined;
  for (;;) {
    const page = await store.query(playersOf(batchId), {
      where,
      limit: PAGE_SIZE,
      ...(completedAfter === undefined ? {} : { orderBy: ['completed_at', 'asc'] as const }),
      ...(afterId === undefined ? {} : { afterId }),
    });
    if (page.length > 0) yield page;
    if (page.length < PAGE_SIZE) return;
    afterId = page.at(-1)?.id;
  }
}
