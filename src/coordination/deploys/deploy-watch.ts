import * as z from 'zod';
import type { Collection, DocumentRef } from '../../platform/document-store.ts';
import { Instant, instantFromDate, millisOf } from '../../platform/instant.ts';
import type { UnknownSource } from './read-activity.ts';

const MINUTE_MS = 60_000;
/** The clocks of the target and of the store may differ, and a build is listed some seconds after it began. */
const OVERLAP_MS = 2 * MINUTE_MS;
const FIRST_LOOK_MS = 5 * MINUTE_MS;
/** After an outage of Tipoff, the watch looks back at most this far. */
const LONGEST_LOOK_MS = 6 * 60 * MINUTE_MS;
/** A source that cannot be read for this long is a problem for people. */
const UNREADABLE_AFTER_MS = 10 * MINUTE_MS;

const DeployWatch = z.object({
  /** Every source was read up to this time; null before the first complete look. */
  read_until: Instant.nullable(),
  /** The sources that could not be read at the last look, and since when. */
  unreadable: z.array(z.object({ source: z.string(), why: z.string(), since: Instant })),
});
export type DeployWatch = Readonly<z.infer<typeof DeployWatch>>;

export const DEPLOY_WATCHES: Collection<DeployWatch> = {
  name: 'deploy_watches',
  schema: DeployWatch,
  indexes: [],
  texts: [],
  times: ['read_until'],
};

/** All processes share one watch. */
export const DEPLOY_WATCH: DocumentRef<DeployWatch> = { collection: DEPLOY_WATCHES, id: 'all' };

export const NEW_WATCH: DeployWatch = { read_until: null, unreadable: [] };

/** Returns from when the next look reads: from the last complete look, so that an outage hides nothing. */
export function lookSince({ read_until }: DeployWatch, now: Instant): Date {
  const known = read_until === null ? millisOf(now) : millisOf(read_until) - OVERLAP_MS;
  const wanted = Math.min(known, millisOf(now) - FIRST_LOOK_MS);
  return new Date(Math.max(wanted, millisOf(now) - LONGEST_LOOK_MS));
}

/** Returns the watch after a look with these unreadable sources. */
export function watchAfter(before: DeployWatch, unread: readonly UnknownSource[], now: Instant): DeployWatch {
  const since = new Map(before.unreadable.map((each) => [each.source, each.since]));
  return {
    read_until: unread.length === 0 ? now : (before.read_until ?? instantFromDate(lookSince(before, now))),
    unreadable: unread.map(({ source, why }) => ({ source, why, since: since.get(source) ?? now })),
  };
}

/** The sources that people must know about, because they have been unreadable for ten minutes. */
export function longUnreadable({ unreadable }: DeployWatch, now: Instant): DeployWatch['unreadable'] {
  return unreadable.filter(({ since }) => millisOf(now) - millisOf(since) >= UNREADABLE_AFTER_MS);
}
