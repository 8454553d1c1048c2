import * as z from 'zod';
import type { DocumentStore } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';
import type { ClockReading } from '../../platform/store-clock.ts';
import { enqueuePosts, POSTS } from '../outbox/post.ts';

const CLOCK_POST_KEY = 'store-clock';

/**
 * An alert about the store's clock: it runs ahead of the machine's clock, or it is right again. The alert shows the
 * times at which this was first measured.
 */
export const ClockAlert = z.object({
  type: z.literal('clock-alert'),
  state: z.enum(['ahead', 'right']),
  store: Instant,
  machine: Instant,
});
export type ClockAlert = z.infer<typeof ClockAlert>;

/** Posts an alert when the store's clock runs ahead, and marks the alert as resolved when the clock is right again. */
export async function announceClock(
  store: DocumentStore,
  reading: ClockReading,
): Promise<'unchanged' | ClockReading['state']> {
  return await store.transaction(async (transaction) => {
    const found = await transaction.get({ collection: POSTS, id: CLOCK_POST_KEY });
    const shown = found === undefined ? 'right' : ClockAlert.parse(JSON.parse(found.data.wanted)).state;
    if (shown === reading.state) return 'unchanged';
    const announcement: ClockAlert = { type: 'clock-alert', ...reading };
    await enqueuePosts(transaction, [{ key: CLOCK_POST_KEY, announcement }]);
    return reading.state;
  });
}

/**
 * Explains why locks and agent tokens do not expire while the store's clock is ahead, and how to correct the clocks.
 */
export function clockAheadMessage({ store, machine }: Pick<ClockReading, 'store' | 'machine'>): string {
  return (
    `The store's clock says ${secondsOf(store)}, but this machine's clock says ${secondsOf(machine)}. ` +
    'Until the two clocks agree, locks, sessions, approvals and tokens do not expire. ' +
    "If this machine's clock is right, run `tipoff clock repair` on it. Otherwise correct this machine's clock."
  );
}

/** Shows the time in UTC, because the store and this machine may be in different time zones. */
function secondsOf(instant: Instant): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC`;
}
