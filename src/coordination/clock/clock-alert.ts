import * as z from 'zod';
import type { DocumentStore } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';
import type { ClockReading } from '../../platform/store-clock.ts';
import { enqueuePosts, POSTS } from '../outbox/post.ts';

const CLOCK_POST_KEY = 'store-clock';

/** The store's clock runs ahead of the machine's, or was right again. The times are those of the first reading that showed it. */
export const ClockAlert = z.object({
  type: z.literal('clock-alert'),
  state: z.enum(['ahead', 'right']),
  store: Instant,
  machine: Instant,
});
export type ClockAlert = z.infer<typeof ClockAlert>;

/** Keeps one post about the store's clock: it appears when the clock is ahead, and is resolved when the clock is right again. */
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

/** Why times do not pass, and how to repair it. */
export function clockAheadMessage({ store, machine }: Pick<ClockReading, 'store' | 'machine'>): string {
  return (
    `The store's clock says ${secondsOf(store)}, but this machine's clock says ${secondsOf(machine)}. ` +
    'Until they agree, locks, sessions, approvals and tokens do not expire. ' +
    "If the machine's clock is right, run `tipoff clock repair` on this machine. If it is wrong, correct it."
  );
}

/** Seconds are precise enough here, and UTC leaves no doubt about the time zone. */
function secondsOf(instant: Instant): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC`;
}
