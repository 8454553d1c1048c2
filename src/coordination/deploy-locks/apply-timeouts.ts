import { type Instant, laterBy } from '../../platform/instant.ts';
import { isGone, isUnresponsive, sessionHealth } from '../sessions/session-health.ts';
import { conflictFor } from './conflict.ts';
import { endHold } from './end-hold.ts';
import { isExpiryWarningDue } from './expiry-warning.ts';
import { type Deploy, GLOBAL, type Hold, type Lock } from './lock.ts';
import {
  type LockState,
  lockOf,
  locksGuardedBy,
  readableLocks,
  unreadableFor,
  withDeploy,
  withLock,
} from './lock-state.ts';

const MAX_HOLD_MS = 8 * 60 * 60_000;
/** The length of an automatic renewal of a hold: twice the 95th percentile of a deploy's duration. */
const RENEW_MS = 15 * 60_000;
const RESERVE_MS = 5 * 60_000;

/**
 * Ends, renews and reserves locks because time has passed. Every lock command and the session watch call it first, so both work on the same
 * state.
 * - A hold ends when it expires, or when its session is dead or ended. While a deploy runs under it, a dead session does not end it, because
 *   the deploy may continue without its session.
 * - An expired hold is renewed instead while a deploy runs under it and its session sends heartbeats, up to eight hours after the claim. A
 *   deploy that has sent heartbeats of its own is not renewed here: its hold expires when they stop.
 * - A hold is marked as unresponsive until its session responds again.
 * - The holder is warned once before the hold expires.
 * - A deploy that takes twice as long as usual is marked as overdue, once.
 * - A session leaves the queue when it is dead or ended, or when its reservation expires.
 * - A free lock is reserved for the first session in its queue for five minutes.
 */
export function applyTimeouts(state: LockState): LockState {
  const services = readableLocks(state).map(({ service }) => service);
  return makeReservations(
    services.reduce((before, service) => {
      const held = applyHoldTimeouts(before, service);
      return applyQueueTimeouts(applyDeployTimeout(held, service), service);
    }, state),
  );
}

function applyDeployTimeout(state: LockState, service: string): LockState {
  const { now } = state;
  const { deploy } = lockOf(state, service);
  if (deploy?.state !== 'running' || deploy.overdue_at === null) return state;
  if (deploy.overdue_since !== null || now < deploy.overdue_at) return state;
  return withDeploy(state, service, { type: 'deploy-overdue', change: { overdue_since: now } });
}

function applyHoldTimeouts(state: LockState, service: string): LockState {
  const lock = lockOf(state, service);
  const { hold } = lock;
  if (hold === null) return state;
  const { now } = state;
  const session = state.sessionOf(hold.claimant.session);
  const health = sessionHealth(session, now);
  if (health === 'ended' || (health === 'dead' && !isDeploying(state, service, hold)))
    return endHold(state, service, { how: 'session-ended', by: null, reason: null });
  if (now >= hold.until) {
    const until = renewedUntil(state, service, hold);
    if (until === undefined) return endHold(state, service, { how: 'expired', by: null, reason: null });
    return withHold(state, lock, { type: 'renewed', hold: { ...hold, until }, before: hold });
  }
  const isSilent = health === 'dead' || isUnresponsive(session, now);
  if (isSilent === (hold.unresponsive_since !== null)) return warnOfExpiry(state, service, hold);
  return hold.unresponsive_since === null
    ? withHold(state, lock, { type: 'unresponsive', hold: { ...hold, unresponsive_since: now }, before: hold })
    : withHold(state, lock, { type: 'responsive-again', hold: { ...hold, unresponsive_since: null }, before: hold });
}

/** Warns the holder before the hold ends. A hold that a running deploy prolongs by itself gets no warning. */
function warnOfExpiry(state: LockState, service: string, hold: Hold): LockState {
  if (!isExpiryWarningDue(hold, state.now) || isProlonged(state, service, hold)) return state;
  const warned = { ...hold, warned_until: hold.until };
  return withHold(state, lockOf(state, service), { type: 'expires-soon', hold: warned, before: hold });
}

interface HoldEvent {
  readonly type: 'renewed' | 'unresponsive' | 'responsive-again' | 'expires-soon';
  readonly hold: Hold;
  readonly before: Hold;
}

function withHold(state: LockState, lock: Lock, event: HoldEvent): LockState {
  return withLock(state, { ...lock, hold: event.hold }, event);
}

/** A hold with a running deploy and a responsive session is extended, to at most eight hours. Returns its new end; undefined for any other hold. */
function renewedUntil(state: LockState, service: string, hold: Hold): Instant | undefined {
  if (!isRenewable(state, service, hold)) return undefined;
  const until = earliest(laterBy(state.now, RENEW_MS), laterBy(hold.since, MAX_HOLD_MS));
  return until > state.now ? until : undefined;
}

function isRenewable(state: LockState, service: string, hold: Hold): boolean {
  const running = runningUnder(state, service, hold);
  if (running.length === 0 || running.some(({ sends_heartbeats }) => sends_heartbeats)) return false;
  return sendsHeartbeats(state, hold.claimant.session);
}

/** Whether the hold lasts longer than its stored end: its deploy sends heartbeats, or the hold is renewed when it expires. */
function isProlonged(state: LockState, service: string, hold: Hold): boolean {
  if (runningUnder(state, service, hold).some(({ sends_heartbeats }) => sends_heartbeats)) return true;
  return isRenewable(state, service, hold) && hold.until < laterBy(hold.since, MAX_HOLD_MS);
}

function isDeploying(state: LockState, service: string, hold: Hold): boolean {
  return runningUnder(state, service, hold).length > 0;
}

function runningUnder(state: LockState, service: string, { token }: Hold): readonly Deploy[] {
  const deploys = locksGuardedBy(state, service).flatMap(({ deploy }) => deploy ?? []);
  return deploys.filter((deploy) => deploy.state === 'running' && deploy.token === token);
}

function sendsHeartbeats({ sessionOf, now }: LockState, sessionId: string): boolean {
  const session = sessionOf(sessionId);
  const health = sessionHealth(session, now);
  return (health === 'live' || health === 'stale') && !isUnresponsive(session, now);
}

function applyQueueTimeouts(state: LockState, service: string): LockState {
  const lock = lockOf(state, service);
  const { now } = state;
  const lapsed = lock.reservation !== null && now >= lock.reservation.until ? lock.reservation.session : undefined;
  const queue = lock.queue.filter(
    ({ claimant: { session } }) => session !== lapsed && !isGone(state.sessionOf(session), now),
  );
  const isKept = queue.some(({ claimant }) => claimant.session === lock.reservation?.session);
  const reservation = isKept ? lock.reservation : null;
  if (queue.length === lock.queue.length && reservation === lock.reservation) return state;
  const removed = lock.queue.filter((waiting) => !queue.includes(waiting));
  const events = removed.map((waiting) => {
    const type = waiting.claimant.session === lapsed ? 'skipped' : 'dropped';
    return { type, waiting } as const;
  });
  return withLock(state, { ...lock, queue, reservation }, ...events);
}

/**
 * Reserves each free lock for the first session in its queue, beginning with the longest wait. It runs after every change, so no session
 * waits for a free lock.
 */
export function makeReservations(state: LockState): LockState {
  const waiting = readableLocks(state)
    .filter(({ hold, reservation, queue }) => hold === null && reservation === null && queue.length > 0)
    .toSorted((a, b) => sinceOf(a).localeCompare(sinceOf(b)) || a.service.localeCompare(b.service));
  return waiting.reduce((before, { service }) => makeReservation(before, service), state);
}

function makeReservation(state: LockState, service: string): LockState {
  const lock = lockOf(state, service);
  const [waiting] = lock.queue;
  if (waiting === undefined || unreadableFor(state, service) !== undefined) return state;
  const { session } = waiting.claimant;
  if (conflictFor(state, service, session) !== undefined || holdsGlobal(state, session)) return state;
  const reservation = { ticket: state.newId(), session, until: laterBy(state.now, RESERVE_MS) };
  return withLock(state, { ...lock, reservation }, { type: 'reserved', waiting });
}

/** The holder of the global lock may already deploy every service, so that session needs no reservation. */
function holdsGlobal(state: LockState, session: string): boolean {
  return readableLocks(state).some(({ service, hold }) => service === GLOBAL && hold?.claimant.session === session);
}

function sinceOf({ queue }: Lock): string {
  return queue[0]?.since ?? '';
}

function earliest(one: Instant, other: Instant): Instant {
  return one < other ? one : other;
}
