import type { Receipt } from '../../coordination/outbox/receipt.ts';
import type { Instant } from '../../platform/instant.ts';
import { SlateResults } from '../batch/batch-announcements.ts';
import type { SlatePick } from '../pricing/slate-picks.ts';

/** A slate's message with results, as the channel showed it. */
export interface ShownSlate {
  readonly gameDate: string;
  readonly batchId: string;
  readonly generation: number;
  readonly picks: readonly SlatePick[];
  /** The time at which the channel confirmed the message. */
  readonly shownAt: Instant;
}

/** Returns the slates among the receipts of the channel, in the same order. */
export function shownSlates(receipts: readonly Receipt[]): readonly ShownSlate[] {
  return receipts.flatMap(({ content, shown_at: shownAt }) => {
    const slate = content === null ? undefined : SlateResults.safeParse(JSON.parse(content)).data;
    if (slate === undefined) return [];
    const { game_date: gameDate, batch_id: batchId, generation, picks } = slate;
    return [{ gameDate, batchId, generation, picks, shownAt }];
  });
}
