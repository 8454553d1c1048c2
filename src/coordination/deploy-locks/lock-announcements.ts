import * as z from 'zod';
import { Instant } from '../../platform/instant.ts';
import { Claimant, Deploy, EndReason } from './lock.ts';

const Turn = z.object({ claimant: Claimant, reason: z.string(), since: Instant });

const scoped = { service: z.string(), token: z.number() };

const hold = { claimant: Claimant, reason: z.string(), since: Instant, until: Instant };

/** One hold of a lock from its claim to its end, and the queue behind it. */
const LockCard = z.object({
  type: z.literal('lock'),
  ...scoped,
  ...hold,
  /** The opaque id on the buttons. */
  ticket: z.string(),
  suspect_since: Instant.nullable(),
  ended: z.object({ how: EndReason, by: Claimant.nullable(), reason: z.string().nullable(), at: Instant }).nullable(),
  queue: z.array(Turn),
  offered_until: Instant.nullable(),
  deploys: z.array(Deploy.extend({ service: z.string() })),
});
export type LockCard = z.infer<typeof LockCard>;

/** A hold whose session is unresponsive. People are asked to act until there is an outcome. */
const UnresponsiveHolder = z.object({
  type: z.literal('lock-suspect'),
  ...scoped,
  ...hold,
  ticket: z.string(),
  suspect_since: Instant,
  /** The session responds again, or how the hold ended. */
  outcome: z.union([z.literal('heard-again'), EndReason]).nullable(),
  settled_by: Claimant.nullable(),
});
export type UnresponsiveHolder = z.infer<typeof UnresponsiveHolder>;

/** A free lock is reserved for the session that waited longest. */
const ReservationNotice = z.object({
  type: z.literal('lock-offer'),
  service: z.string(),
  ticket: z.string(),
  to: Claimant,
  until: Instant,
  outcome: z.enum(['claimed', 'passed', 'withdrawn']).nullable(),
});
export type ReservationNotice = z.infer<typeof ReservationNotice>;

/** One thing that happened to a lock. */
const LockNotice = z.object({
  type: z.literal('lock-notice'),
  service: z.string(),
  happened: z.enum([
    'extended',
    'ended',
    'joined',
    'left',
    'skipped',
    'dropped',
    'heard-again',
    'deploy-started',
    'deploy-finished',
    'deploy-lost',
  ]),
  at: Instant,
  /** The session it is about. */
  claimant: Claimant,
  /** The session that did it, where that is another one. */
  by: Claimant.nullable(),
  how: EndReason.nullable(),
  reason: z.string().nullable(),
  until: Instant.nullable(),
  deploy: Deploy.nullable(),
});
export type LockNotice = z.infer<typeof LockNotice>;

/** A session deployed without the lock while the store could not be reached. */
const BypassNotice = z.object({
  type: z.literal('lockless'),
  service: z.string(),
  claimant: Claimant,
  reason: z.string(),
  /** By that machine's clock. */
  at: z.string(),
});
export type BypassNotice = z.infer<typeof BypassNotice>;

/** An entry of the offline log that does not parse. */
const UnreadableBypass = z.object({ type: z.literal('lockless-unreadable'), note: z.string() });
export type UnreadableBypass = z.infer<typeof UnreadableBypass>;

/** Everything announced about locks. Type and field names are stored in posts, so they keep older words. */
export const LOCK_ANNOUNCEMENTS = [
  LockCard,
  UnresponsiveHolder,
  ReservationNotice,
  LockNotice,
  BypassNotice,
  UnreadableBypass,
] as const;
