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
  /** Nobody keeps the session out: it may claim. */
  | { readonly type: 'yours-to-claim' }
  | { readonly type: 'held-already'; readonly service: string; readonly hold: Hold }
  | { readonly type: 'queue-full' }
  | CannotClaim;

/** First come, first served; a session stands in a queue once, however often it asks. */
export function joinQueue(
  scene: LockState,
  { service, claimant, reason, forMs }: JoinRequest,
): LockDecision<JoinAnswer> {
  const blocked = blockedFor(scene, service, claimant.session);
  if (blocked !== undefined && blocked.type !== 'blocked') return { scene, answer: blocked };
  const own = ownHold(scene, service, claimant.session);
  if (own !== undefined) return { scene, answer: { type: 'held-already', ...own } };
  if (blocked === undefined) return { scene, answer: { type: 'yours-to-claim' } };
  const lock = lockOf(scene, service);
  const place = placeOf(lock.queue, claimant.session);
  if (place > 0) return { scene, answer: { type: 'waiting', place, queue: lock.queue } };
  if (lock.queue.length >= MAX_QUEUE) return { scene, answer: { type: 'queue-full' } };
  const waiting = { claimant, reason, for_ms: forMs, since: scene.now };
  const queue = [...lock.queue, waiting];
  const joined = withLock(scene, { ...lock, queue }, { type: 'joined', waiting });
  return { scene: joined, answer: { type: 'waiting', place: queue.length, queue } };
}

export type LeaveAnswer = { readonly type: 'left' } | { readonly type: 'not-waiting' } | Unreadable;

/** Takes the session out of the queue; an offer it had goes to the next. */
export function leaveQueue(scene: LockState, service: string, { session }: Claimant): LockDecision<LeaveAnswer> {
  const view = scene.views.get(service);
  if (view?.type === 'unreadable') return { scene, answer: view };
  const lock = lockOf(scene, service);
  const waiting = lock.queue.find(({ claimant }) => claimant.session === session);
  if (waiting === undefined) return { scene, answer: { type: 'not-waiting' } };
  const queue = lock.queue.filter((each) => each !== waiting);
  const offer = lock.offer?.session === session ? null : lock.offer;
  const left = withLock(scene, { ...lock, queue, offer }, { type: 'left', waiting });
  return { scene: left, answer: { type: 'left' } };
}

/** Counted from 1; 0 for who does not wait. */
function placeOf(queue: readonly QueueEntry[], session: string): number {
  return queue.findIndex(({ claimant }) => claimant.session === session) + 1;
}
