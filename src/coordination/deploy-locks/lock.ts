import * as z from 'zod';
import type { Collection, DocumentRef } from '../../platform/document-store.ts';
import { Instant } from '../../platform/instant.ts';
import type { Actor } from '../identity/actor.ts';

/** The scope that conflicts with every other. */
export const GLOBAL = 'global';

/** Who holds, waits or deploys: a session, with the one behind it. */
export const Claimant = z.object({
  session: z.string(),
  kind: z.enum(['person', 'agent']),
  name: z.string(),
  user_id: z.string().nullable(),
  acts_for: z.string().nullable(),
});
export type Claimant = Readonly<z.infer<typeof Claimant>>;

/** A claim that was granted and has not ended. */
const Hold = z.object({
  /** What buttons carry; says nothing by itself. */
  ticket: z.string(),
  /** The fencing token: every guarded effect carries it. */
  token: z.number().int(),
  claimant: Claimant,
  reason: z.string(),
  since: Instant,
  until: Instant,
  /** Since when three beats of its session were missed; null while it is not suspected. */
  suspect_since: Instant.nullable(),
});
export type Hold = Readonly<z.infer<typeof Hold>>;

const QueueEntry = z.object({ claimant: Claimant, reason: z.string(), for_ms: z.number().int(), since: Instant });
export type QueueEntry = Readonly<z.infer<typeof QueueEntry>>;

/** The lock is kept for the first in its queue until then. */
const Reservation = z.object({ ticket: z.string(), session: z.string(), until: Instant });
export type Reservation = Readonly<z.infer<typeof Reservation>>;

export const EndReason = z.enum(['released', 'expired', 'taken-over', 'session-ended']);
export type EndReason = z.infer<typeof EndReason>;

/** How the last hold ended. */
const EndedHold = z.object({
  hold: Hold,
  how: EndReason,
  /** Who ended it; null when nobody did and time did. */
  by: Claimant.nullable(),
  /** Of a take-over. */
  reason: z.string().nullable(),
  at: Instant,
});
export type EndedHold = Readonly<z.infer<typeof EndedHold>>;

/** The newest deploy of the service. `unknown`: its claim ended before it told how it went. */
export const Deploy = z.object({
  deploy_id: z.string(),
  request: z.string(),
  token: z.number().int(),
  claimant: Claimant,
  commit: z.string().nullable(),
  state: z.enum(['running', 'succeeded', 'failed', 'unknown']),
  started_at: Instant,
  ended_at: Instant.nullable(),
});
export type Deploy = Readonly<z.infer<typeof Deploy>>;

/** The document of one scope stays after a release, so that later tokens are higher. */
export const Lock = z.object({
  service: z.string(),
  /** The highest token ever given. */
  token: z.number().int(),
  hold: Hold.nullable(),
  /** The first comes first. */
  queue: z.array(QueueEntry),
  offer: Reservation.nullable(),
  last_end: EndedHold.nullable(),
  /** The newest granted claims by their request, so that a repeated request is answered and not granted again. */
  grants: z.array(
    z.object({
      request: z.string(),
      /** A hash of what was asked for; null where none was kept. */
      content: z.string().nullable().default(null),
      token: z.number().int(),
    }),
  ),
  deploy: Deploy.nullable(),
});
export type Lock = Readonly<z.infer<typeof Lock>>;

export const LOCKS: Collection<Lock> = { name: 'locks', schema: Lock, indexes: [], texts: [], times: [] };

export function lockRef(service: string): DocumentRef<Lock> {
  return { collection: LOCKS, id: service };
}

/** A scope that nobody has claimed yet. */
export function unclaimedLock(service: string): Lock {
  return {
    service,
    token: 0,
    hold: null,
    queue: [],
    offer: null,
    last_end: null,
    grants: [],
    deploy: null,
  };
}

export function claimantOf({ session, kind, name, id, actsFor }: Actor): Claimant {
  return { session, kind, name, user_id: id ?? null, acts_for: actsFor ?? null };
}
