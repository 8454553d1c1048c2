import * as z from 'zod';
import { Instant } from '../../platform/instant.ts';
import { LastGood } from '../deploys/last-good.ts';
import { OutgoingChanges } from '../deploys/outgoing-changes.ts';
import { ServedCommit } from '../deploys/served-commit.ts';
import type { Actor } from '../identity/actor.ts';

/** The scope of all services. It conflicts with every other scope. */
export const GLOBAL = 'global';

/** A session that holds a lock, waits for one or deploys, and the person or agent behind it. */
export const Claimant = z.object({
  session: z.string(),
  kind: z.enum(['person', 'agent']),
  name: z.string(),
  user_id: z.string().nullable(),
  acts_for: z.string().nullable(),
});
export type Claimant = Readonly<z.infer<typeof Claimant>>;

/** A claim that was granted and has not ended. */
export interface Hold {
  /** The opaque id that a card's buttons carry. */
  readonly ticket: string;
  /** The fencing token of the hold. Every change under the hold, such as the start of a deploy, names this token. */
  readonly token: number;
  readonly claimant: Claimant;
  readonly reason: string;
  readonly since: Instant;
  readonly until: Instant;
  /** When the holder's session was found unresponsive; null while the session responds. */
  readonly unresponsive_since: Instant | null;
  /** Why a person deploys under this hold during a freeze; null if nobody overrode a freeze. */
  readonly freeze_override: string | null;
  /** The end of the hold about which the holder was warned; null before a warning. */
  readonly warned_until: Instant | null;
}

export const QueueEntry = z.object({
  claimant: Claimant,
  reason: z.string(),
  for_ms: z.number().int(),
  since: Instant,
});
export type QueueEntry = Readonly<z.infer<typeof QueueEntry>>;

/** A reservation: until `until`, only the first session in the queue may claim the free lock. */
export const Reservation = z.object({ ticket: z.string(), session: z.string(), until: Instant });
export type Reservation = Readonly<z.infer<typeof Reservation>>;

export const EndReason = z.enum(['released', 'expired', 'taken-over', 'session-ended', 'handed-over']);
export type EndReason = z.infer<typeof EndReason>;

/** How a hold ended. */
export interface HoldEnd {
  readonly how: EndReason;
  /** The session that ended the hold; null when a timeout did. */
  readonly by: Claimant | null;
  /** The reason given for a take-over; null if the hold ended in another way. */
  readonly reason: string | null;
}

/** The newest deploy of a service. Its state is `unknown` if its hold ended before the deploy was finished. */
export const Deploy = z.object({
  deploy_id: z.string(),
  request: z.string(),
  token: z.number().int(),
  claimant: Claimant,
  commit: z.string().nullable(),
  /** Whether the start of the deploy claimed the lock. The end of such a deploy releases the lock. */
  holds_lock: z.boolean().default(false),
  /** Whether the deploy has sent heartbeats of its own. They alone then keep its lock, whatever its session does. */
  sends_heartbeats: z.boolean().default(false),
  state: z.enum(['running', 'succeeded', 'failed', 'unknown']),
  started_at: Instant,
  ended_at: Instant.nullable(),
  /** The commits that go out; null if the deploy claims no commit. */
  changes: OutgoingChanges.nullable().default(null),
  /** The newest good deploy of the service before this one; null if there is none. */
  last_good: LastGood.nullable().default(null),
  /** When the deploy takes unusually long; null for deploys of an earlier release. */
  overdue_at: Instant.nullable().default(null),
  /** When the deploy was found to take unusually long; null if it was not. */
  overdue_since: Instant.nullable().default(null),
  /** When the target first showed a build or a revision of the deploy; null if it has shown none. */
  seen_at: Instant.nullable().default(null),
  /** When it was found that nothing of the deploy had started; null if that was not found. */
  missing_since: Instant.nullable().default(null),
  /** The source of the result: the session reported it, or the deploy target showed it. Null before there is a result. */
  result_from: z.enum(['session', 'target']).nullable().default(null),
  /** The names of the environment variables that the service had at the start; null if they are unknown. */
  variables_before: z.array(z.string()).nullable().default(null),
  /** Why the deploy removes environment variables on purpose; null if it may remove none. */
  drop_variables: z.string().nullable().default(null),
  /** The variables of the start that the service lacked when the deploy ended. */
  lost_variables: z.array(z.string()).default([]),
  /** What the service served when the deploy ended; null before that. */
  served: ServedCommit.nullable().default(null),
});
export type Deploy = Readonly<z.infer<typeof Deploy>>;

/** Whether environment variables of the service disappeared that the deploy was not to remove. */
export function hasLostVariables({ lost_variables, drop_variables }: Deploy): boolean {
  return lost_variables.length > 0 && drop_variables === null;
}

/** A deploy with its service, as the card of a hold shows it. */
export const ServiceDeploy = Deploy.extend({ service: z.string() });
export type ServiceDeploy = Readonly<z.infer<typeof ServiceDeploy>>;

export interface EndedHold extends HoldEnd {
  readonly hold: Hold;
  readonly at: Instant;
  /** The newest deploys that ran under the hold. A later deploy of the same service does not replace them here. */
  readonly deploys: readonly ServiceDeploy[];
}

/** A granted claim. It is stored so that a repeated request gets the same answer and no second fencing token. */
export const Grant = z.object({
  request: z.string(),
  /** A hash of the request's operation and input; null in grants stored before this field existed. */
  content: z.string().nullable().default(null),
  token: z.number().int(),
});

/** The lock of one scope. It stays in the store after a release, so that later tokens are higher than earlier ones. */
export interface Lock {
  readonly service: string;
  /** The newest fencing token of the scope; 0 before the first claim. */
  readonly token: number;
  readonly hold: Hold | null;
  /** The waiting sessions in the order of arrival. */
  readonly queue: readonly QueueEntry[];
  readonly reservation: Reservation | null;
  readonly last_end: EndedHold | null;
  /** The newest grants. */
  readonly grants: readonly Readonly<z.infer<typeof Grant>>[];
  readonly deploy: Deploy | null;
}

/** The lock of a scope that nobody has claimed yet. */
export function unclaimedLock(service: string): Lock {
  return {
    service,
    token: 0,
    hold: null,
    queue: [],
    reservation: null,
    last_end: null,
    grants: [],
    deploy: null,
  };
}

export function claimantOf({ session, kind, name, id, actsFor }: Actor): Claimant {
  return { session, kind, name, user_id: id ?? null, acts_for: actsFor ?? null };
}
