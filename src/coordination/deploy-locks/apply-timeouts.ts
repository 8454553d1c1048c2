import { type Instant, laterBy } from '../../platform/instant.ts';
import { conflictFor } from './conflict.ts';
import { endHold } from './end-hold.ts';
import type { Hold, Lock } from './lock.ts';
import { GLOBAL } from './lock.ts';
import { type LockState, lockOf, locksGuardedBy, readableLocks, unreadableFor, withLock } from './lock-state.ts';

const MAX_HOLD_MS = 8 * 60 * 60_000;
/** Twice the 95th percentile of a deploy. */
const RENEW_MS = 15 * 60_000;
const OFFER_MS = 5 * 60_000;

/**
 * What time alone does to the locks; every command and the sweeper begin with it, so that nothing depends on when anybody looks.
 * - A hold ends at its time and when its session is over. While a deploy runs under it and its session beats, it is renewed, up to
 *   eight hours after the claim.
 * - A hold whose session is silent is suspect until it is heard again, or begins anew without a promise to beat.
 * - Who waits leaves the queue when its session is over, or when it let its offer pass.
 * - A lock that nobody holds is offered to the first in its queue for five minutes.
 */
export function applyTimeouts(scene: LockState): LockState {
  const services = readableLocks(scene).map(({ service }) => service);
  return makeReservations(
    services.reduce((before, service) => applyQueueTimeouts(applyHoldTimeouts(before, service), service), scene),
  );
}

function applyHoldTimeouts(scene: LockState, service: string): LockState {
  const lock = lockOf(scene, service);
  const { hold } = lock;
  if (hold === null) return scene;
  const standing = scene.standing(hold.claimant.session);
  if (standing === 'over') return endHold(scene, service, { how: 'session-ended', by: null, reason: null });
  if (scene.now >= hold.until) {
    const until = renewedUntil(scene, service, hold);
    if (until === undefined) return endHold(scene, service, { how: 'expired', by: null, reason: null });
    return withHold(scene, lock, { type: 'renewed', hold: { ...hold, until }, before: hold });
  }
  if (standing === 'silent' && hold.suspect_since === null) {
    return withHold(scene, lock, { type: 'suspect', hold: { ...hold, suspect_since: scene.now }, before: hold });
  }
  if (standing !== 'silent' && hold.suspect_since !== null) {
    return withHold(scene, lock, { type: 'heard-again', hold: { ...hold, suspect_since: null }, before: hold });
  }
  return scene;
}

function withHold(
  scene: LockState,
  lock: Lock,
  event: { readonly type: 'renewed' | 'suspect' | 'heard-again'; readonly hold: Hold; readonly before: Hold },
): LockState {
  return withLock(scene, { ...lock, hold: event.hold }, event);
}

/** A healthy deploy that is slow does not lose its lock. */
function renewedUntil(scene: LockState, service: string, hold: Hold): Instant | undefined {
  const isDeploying = locksGuardedBy(scene, service).some(
    ({ deploy }) => deploy?.state === 'running' && deploy.token === hold.token,
  );
  if (!isDeploying || scene.standing(hold.claimant.session) !== 'beating') return undefined;
  const limit = laterBy(hold.since, MAX_HOLD_MS);
  const until = earliest(laterBy(scene.now, RENEW_MS), limit);
  return until > scene.now ? until : undefined;
}

function applyQueueTimeouts(scene: LockState, service: string): LockState {
  const lock = lockOf(scene, service);
  const passed = lock.offer !== null && scene.now >= lock.offer.until ? lock.offer.session : undefined;
  const queue = lock.queue.filter(
    ({ claimant: { session } }) => session !== passed && scene.standing(session) !== 'over',
  );
  const offer = queue.some(({ claimant }) => claimant.session === lock.offer?.session) ? lock.offer : null;
  if (queue.length === lock.queue.length && offer === lock.offer) return scene;
  const gone = lock.queue.filter((waiting) => !queue.includes(waiting));
  const events = gone.map((waiting) => {
    const type = waiting.claimant.session === passed ? 'skipped' : 'dropped';
    return { type, waiting } as const;
  });
  return withLock(scene, { ...lock, queue, offer }, ...events);
}

/** Who has waited longest, for whichever scope, is offered first. Run after every change, so that nobody waits for a lock that is free. */
export function makeReservations(scene: LockState): LockState {
  const waiting = readableLocks(scene)
    .filter(({ hold, offer, queue }) => hold === null && offer === null && queue.length > 0)
    .toSorted((a, b) => sinceOf(a).localeCompare(sinceOf(b)) || a.service.localeCompare(b.service));
  return waiting.reduce((before, { service }) => makeReservation(before, service), scene);
}

function makeReservation(scene: LockState, service: string): LockState {
  const lock = lockOf(scene, service);
  const [waiting] = lock.queue;
  if (waiting === undefined || unreadableFor(scene, service) !== undefined) return scene;
  const { session } = waiting.claimant;
  if (conflictFor(scene, service, session) !== undefined || holdsEverything(scene, session)) return scene;
  const offer = { ticket: scene.newId(), session, until: laterBy(scene.now, OFFER_MS) };
  return withLock(scene, { ...lock, offer }, { type: 'offered', waiting });
}

/** Such a session has the lock it waits for already, so it is no free one for anybody. */
function holdsEverything(scene: LockState, session: string): boolean {
  return readableLocks(scene).some(({ service, hold }) => service === GLOBAL && hold?.claimant.session === session);
}

function sinceOf({ queue }: Lock): string {
  return queue[0]?.since ?? '';
}

function earliest(one: Instant, other: Instant): Instant {
  return one < other ? one : other;
}
