import type { DocumentStore } from '../../platform/document-store.ts';
import type { Instant } from '../../platform/instant.ts';
import { type PlayerDocument, playersOf } from '../player/player-document.ts';
import type { Tally } from './decide-result.ts';

const PAGE_SIZE = 10_000;

/** Counts the players of a batch by what was known of them when it was sealed. */
export async function tallyPlayers(store: DocumentStore, batchId: string, sealedAt: Instant): Promise<Tally> {
  const tally = { predicted: 0, skipped: {}, failed: {}, missing: 0 };
  let afterId: string | undefined;
  for (;;) {
    const page = await store.query(playersOf(batchId), {
      limit: PAGE_SIZE,
      ...(afterId === undefined ? {} : { afterId }),
    });
    for (const { data } of page) count(tally, data, sealedAt);
    if (page.length < PAGE_SIZE) return tally;
    afterId = page.at(-1)?.id;
  }
}

/** An outcome belongs to the sealed generation when it was committed before the seal or with it. */
export function isLate(player: Pick<PlayerDocument, 'completed_at'>, sealedAt: Instant): boolean {
  return player.completed_at === null || player.completed_at > sealedAt;
}

interface Counters {
  predicted: number;
  skipped: Record<string, number>;
  failed: Record<string, number>;
  missing: number;
}

function count(tally: Counters, player: PlayerDocument, sealedAt: Instant): void {
  if (player.status === 'requested' || isLate(player, sealedAt)) {
    tally.missing += 1;
  } else if (player.status === 'predicted') {
    tally.predicted += 1;
  } else if (player.reason !== null) {
    const reasons = tally[player.status];
    reasons[player.reason] = (reasons[player.reason] ?? 0) + 1;
  }
}
