import * as z from 'zod';
import type { CommitRange } from '../../platform/commit-history.ts';

const TITLES_KEPT = 10;
const MAX_TITLE = 120;

/** What a deploy changes: the commits between the commit that served at its start and the claimed one. */
export const OutgoingChanges = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('known'),
    /** The full hash of the commit that served when the deploy started. */
    from: z.string(),
    /** The number of commits that the deploy puts into service. */
    added: z.number().int(),
    /** The number of commits that served and that the claimed commit lacks. It is more than 0 for a rollback. */
    removed: z.number().int(),
    /** The newest of the added commits, with their titles as their authors wrote them. */
    newest: z.array(z.object({ sha: z.string(), title: z.string() })),
    /** The address of a page with the changes; null if there is none. */
    diff_url: z.string().nullable(),
  }),
  z.object({ type: z.literal('unknown'), why: z.string() }),
]);
export type OutgoingChanges = Readonly<z.infer<typeof OutgoingChanges>>;

/** Counts the commits of a range and keeps the titles of the newest ten. An unknown range stays unknown, with its reason. */
export function outgoingChanges(range: CommitRange, diffUrl: string | null): OutgoingChanges {
  if (range.type === 'unknown') return range;
  const { base, ahead, behind } = range;
  const newest = ahead.slice(0, TITLES_KEPT).map(({ sha, title }) => ({ sha, title: title.slice(0, MAX_TITLE) }));
  return { type: 'known', from: base, added: ahead.length, removed: behind, newest, diff_url: diffUrl };
}
