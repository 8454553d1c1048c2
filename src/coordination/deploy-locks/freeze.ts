import * as z from 'zod';
import type { Collection, DocumentReads, DocumentRef } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';

/** `person`: somebody froze the deploys. `games`: the games of tonight do. */
const FreezeCause = z.enum(['person', 'games']);
export type FreezeCause = z.infer<typeof FreezeCause>;

/** A time in which no deploy starts. There is at most one of each cause; its document keeps the newest. */
export const Freeze = z.object({
  /** Unique for the freeze of a person; the game date for the freeze of its games. */
  freeze_id: z.string(),
  cause: FreezeCause,
  reason: z.string(),
  /** The name of the person who froze the deploys; null for the freeze of games. */
  by: z.string().nullable(),
  from: Instant,
  until: Instant,
  /** How the freeze ended: by a person, or at its time (`by` is null). Null while nobody noted an end. */
  ended: z.object({ by: z.string().nullable(), at: Instant }).nullable(),
});
export type Freeze = Readonly<z.infer<typeof Freeze>>;

export const FREEZES: Collection<Freeze> = {
  name: 'deploy_freezes',
  schema: Freeze,
  indexes: [],
  texts: [],
  times: ['from', 'until'],
};

export function freezeRef(cause: FreezeCause): DocumentRef<Freeze> {
  return { collection: FREEZES, id: cause };
}

/** Reads the newest freeze of each cause, whether it is active or not. In a transaction, a new freeze conflicts with it. */
export async function readFreezes(reads: DocumentReads): Promise<readonly Freeze[]> {
  const found = await reads.getAll({ collection: FREEZES }, FreezeCause.options);
  return found.flatMap((stored) => (stored === undefined ? [] : [stored.data]));
}

/**
 * Deploys are frozen while a person's freeze lasts, and from the last call of a game date until its last game has
 * tipped. A freeze that somebody lifted has ended, also that of the games. If both are active, the one that lasts longer
 * counts.
 */
export function activeFreeze(freezes: readonly Freeze[], now: Instant): Freeze | null {
  const active = freezes.filter(({ ended, from, until }) => ended === null && from <= now && now < until);
  return active.toSorted((a, b) => b.until.localeCompare(a.until))[0] ?? null;
}
