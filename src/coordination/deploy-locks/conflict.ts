import { GLOBAL, type Hold, type Lock, type QueueEntry, type Reservation } from './lock.ts';
import { type LockState, lockOf, readableLocks, readableRivals, unreadableFor } from './lock-state.ts';

/**
 * What keeps a session out: a hold, that the lock is kept for somebody whose turn it is, or that somebody waits for everything; `service`
 * says of which scope.
 */
export type Conflict =
  | { readonly type: 'held'; readonly service: string; readonly hold: Hold }
  | { readonly type: 'offered'; readonly service: string; readonly offer: Reservation; readonly waiting: QueueEntry }
  | { readonly type: 'awaited'; readonly service: typeof GLOBAL; readonly waiting: QueueEntry };

/** A scope is kept from a session by what others have of it or of a rival scope. What the session has itself is no obstacle. */
export function conflictFor(scene: LockState, service: string, session: string): Conflict | undefined {
  const locks = [lockOf(scene, service), ...readableRivals(scene, service)];
  const held = locks.flatMap((lock) => heldByOther(lock, session) ?? []);
  const offered = locks.flatMap((lock) => offeredToOther(lock, session) ?? []);
  return held[0] ?? offered[0] ?? awaitedByOther(scene, service, session);
}

/**
 * While somebody waits for everything, a service goes to nobody who came later, or that turn would never come. Who holds something may
 * have more of it: everything waits for them anyway, and they might not get done without. Nor is anything kept for a turn that cannot come
 * because a lock cannot be read.
 */
function awaitedByOther(scene: LockState, service: string, session: string): Conflict | undefined {
  const [everything] = service === GLOBAL ? [] : readableRivals(scene, service);
  const waiting = everything?.queue[0];
  if (waiting === undefined || waiting.claimant.session === session) return undefined;
  if (unreadableFor(scene, GLOBAL) !== undefined) return undefined;
  const own = lockOf(scene, service).queue.find(({ claimant }) => claimant.session === session);
  if (own !== undefined && own.since <= waiting.since) return undefined;
  const holdsSome = readableLocks(scene).some(({ hold }) => hold?.claimant.session === session);
  return holdsSome ? undefined : { type: 'awaited', service: GLOBAL, waiting };
}

function heldByOther({ service, hold }: Lock, session: string): Conflict | undefined {
  return hold === null || hold.claimant.session === session ? undefined : { type: 'held', service, hold };
}

function offeredToOther({ service, offer, queue }: Lock, session: string): Conflict | undefined {
  const [waiting] = queue;
  if (offer === null || waiting === undefined || offer.session === session) return undefined;
  return { type: 'offered', service, offer, waiting };
}
