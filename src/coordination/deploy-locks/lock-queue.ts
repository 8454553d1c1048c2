import { blockedFor, type CannotClaim, type LockDecision, ownHold } from './claim-lock.ts';
import type { Claimant, Hold, QueueEntry } from './lock.ts';
import { type LockState, lockOf, type Unreadable, withLock } from './lock-state.ts';

const MAX_QUEUE = 50;

export interface JoinRequest {
  readonly service: string;
  readonly claimant: Claimant;
  readonly reason: string;
  readonly forMs: number;
}

export type JoinAnswer =
  | { readonly type: 'waiting'; readonly place: number; readonly queue: readonly QueueEntry[] }
  /** Nothing blocks the session, so it may claim the lock now. */
  | { readonly type: 'yours-to-claim' }
  | { readonly type: 'held-already'; readonly service: string; readonly hold: Hold }
  | { readonly type: 'queue-full' }
  | CannotClaim;

/** Adds the session to the end of the queue. A session that joins again keeps its place. */
export function joinQueue(
  state: LockState,
  { service, claimant, reason, forMs }: JoinRequest,
): LockDecision<JoinAnswer> {
  const blocked = blockedFor(state, service, claimant.session);
  if (blocked !== undefined && blocked.type !== 'blocked') return { state, answer: blocked };
  const own = ownHold(state, service, claimant.session);
  if (own !== undefined) return { state, answer: { type: 'held-already', ...own } };
  if (blocked === undefined) return { state, answer: { type: 'yours-to-claim' } };
  const lock = lockOf(state, service);
  const place = placeOf(lock.queue, claimant.session);
  if (place > 0) return { state, answer: { type: 'waiting', place, queue: lock.queue } };
  if (lock.queue.length >= MAX_QUEUE) return { state, answer: { type: 'queue-full' } };
  const waiting = { claimant, reason, for_ms: forMs, since: state.now };
  const queue = [...lock.queue, waiting];
  const joined = withLock(state, { ...lock, queue }, { type: 'joined', waiting });
  return { state: joined, answer: { type: 'waiting', place: queue.length, queue } };
}

export type LeaveAnswer = { readonly type: 'left' } | { readonly type: 'not-waiting' } | Unreadable;

/**
 * Removes the session from the queue. If the lock was reserved for it, the reservation goes to the next session in the
 * queue.
 */
export function leaveQueue(state: LockState, service: string, { session }: Claimant): LockDecision<LeaveAnswer> {
  const view = state.views.get(service);
  if (view?.type === 'unreadable') return { state, answer: view };
  const lock = lockOf(state, service);
  const waiting = lock.queue.find(({ claimant }) => claimant.session === session);
  if (waiting === undefined) return { state, answer: { type: 'not-waiting' } };
  const queue = lock.queue.filter((each) => each !== waiting);
  const reservation = lock.reservation?.session === session ? null : lock.reservation;
  const left = withLock(state, { ...lock, queue, reservation }, { type: 'left', waiting });
  return { state: left, answer: { type: 'left' } };
}

/** The session's place in the queue, counted from 1; 0 for a session that is not in the queue. */
function placeOf(queue: readonly QueueEntry[], session: string): number {
  return queue.findIndex(({ claimant }) => claimant.session === session) + 1;
}
