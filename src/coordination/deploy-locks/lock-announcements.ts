import * as z from 'zod';
import { Instant } from '../../platform/instant.ts';
import { Claimant, Deploy, EndReason, ServiceDeploy } from './lock.ts';

const Turn = z.object({ claimant: Claimant, reason: z.string(), since: Instant });

const scoped = { service: z.string(), token: z.number() };

const hold = { claimant: Claimant, reason: z.string(), since: Instant, until: Instant };

/** The card of one hold of a lock, from claim to end, with the queue for the lock. */
const LockCard = z.object({
  type: z.literal('lock'),
  ...scoped,
  ...hold,
  /** The opaque id that the card's buttons carry. */
  ticket: z.string(),
  suspect_since: Instant.nullable(),
  /** Why a person deploys during a freeze; null if nobody overrode a freeze. */
  freeze_override: z.string().nullable().default(null),
  ended: z.object({ how: EndReason, by: Claimant.nullable(), reason: z.string().nullable(), at: Instant }).nullable(),
  queue: z.array(Turn),
  offered_until: Instant.nullable(),
  deploys: z.array(ServiceDeploy),
});
export type LockCard = z.infer<typeof LockCard>;

/** The post about a hold whose session is unresponsive. It asks people to act until `outcome` is set. */
const UnresponsiveHolder = z.object({
  type: z.literal('lock-suspect'),
  ...scoped,
  ...hold,
  ticket: z.string(),
  suspect_since: Instant,
  /** How the alert resolved: the session responds again, or the hold ended. Null while the session is unresponsive. */
  outcome: z.union([z.literal('heard-again'), EndReason]).nullable(),
  settled_by: Claimant.nullable(),
});
export type UnresponsiveHolder = z.infer<typeof UnresponsiveHolder>;

/** The post about a free lock that is reserved for the session that waited longest. */
const ReservationNotice = z.object({
  type: z.literal('lock-offer'),
  service: z.string(),
  ticket: z.string(),
  to: Claimant,
  until: Instant,
  outcome: z.enum(['claimed', 'passed', 'withdrawn', 'handed-over']).nullable(),
});
export type ReservationNotice = z.infer<typeof ReservationNotice>;

/** The notice of one event of a lock. */
const LockNotice = z.object({
  type: z.literal('lock-notice'),
  service: z.string(),
  happened: z.enum([
    'extended',
    'changed',
    'expires-soon',
    'ended',
    'joined',
    'left',
    'skipped',
    'dropped',
    'place-handed-over',
    'heard-again',
    'freeze-overridden',
    'deploy-started',
    'deploy-finished',
    'deploy-lost',
  ]),
  at: Instant,
  /** The session that the notice is about. */
  claimant: Claimant,
  /**
   * The session that ended the hold, or that got a place in the queue from `claimant`. Null when a timeout ended the hold,
   * and for other events.
   */
  by: Claimant.nullable(),
  /** How the hold ended. The end of a deploy may have released it; null if the hold has not ended. */
  how: EndReason.nullable(),
  reason: z.string().nullable(),
  until: Instant.nullable(),
  deploy: Deploy.nullable(),
  /** The opaque id that the buttons carry; null for a notice without buttons. */
  ticket: z.string().nullable().default(null),
});
export type LockNotice = z.infer<typeof LockNotice>;

/** The post about a deploy on which people may have to act. It asks them to act until `outcome` is set. */
const DeployAlert = z.object({
  type: z.literal('deploy-alert'),
  service: z.string(),
  /**
   * `overdue`: the deploy takes twice as long as usual. `missing`: neither a build nor a revision of it has appeared.
   * `mismatch`: it was reported as succeeded, and the service serves something else. `variables`: the service has lost
   * environment variables.
   */
  problem: z.enum(['overdue', 'missing', 'mismatch', 'variables']),
  deploy: Deploy,
  /** The opaque id that the buttons carry; null if there is nothing to do for the lock. */
  ticket: z.string().nullable(),
  /** `seen`: a build or a revision has appeared. `ended`: the deploy has ended. Null while people have to act. */
  outcome: z.enum(['seen', 'ended']).nullable(),
});
export type DeployAlert = z.infer<typeof DeployAlert>;

/** The notice that a session deployed without the lock while the store could not be reached. */
const BypassNotice = z.object({
  type: z.literal('lockless'),
  service: z.string(),
  claimant: Claimant,
  reason: z.string(),
  /** The time by the clock of the machine that recorded the bypass. */
  at: z.string(),
});
export type BypassNotice = z.infer<typeof BypassNotice>;

/** The notice of an entry of the offline log that does not parse. */
const UnreadableBypass = z.object({ type: z.literal('lockless-unreadable'), note: z.string() });
export type UnreadableBypass = z.infer<typeof UnreadableBypass>;

/** Every kind of announcement about locks. Type and field names are stored in posts, so they keep older words. */
export const LOCK_ANNOUNCEMENTS = [
  LockCard,
  UnresponsiveHolder,
  ReservationNotice,
  LockNotice,
  DeployAlert,
  BypassNotice,
  UnreadableBypass,
] as const;
