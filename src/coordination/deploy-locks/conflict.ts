import type { Freeze } from './freeze.ts';
import { GLOBAL, type Hold, type Lock, type QueueEntry, type Reservation } from './lock.ts';
import { type LockState, lockOf, readableLocks, readableRivals, unreadableFor } from './lock-state.ts';

/** Why a session cannot claim a scope now. `service` is the taken scope: the claimed one, or one that excludes it. */
export type Conflict =
  | { readonly type: 'held'; readonly service: string; readonly hold: Hold }
  | {
      readonly type: 'reserved';
      readonly service: string;
      readonly reservation: Reservation;
      readonly waiting: QueueEntry;
    }
  /** Another session waits for the global lock, so this claim is not granted. */
  | { readonly type: 'awaited'; readonly service: typeof GLOBAL; readonly waiting: QueueEntry }
  /** Nobody has the scope, but deploys are frozen. */
  | { readonly type: 'frozen'; readonly service: string; readonly freeze: Freeze };

/**
 * Finds the claim of another session that keeps a session from claiming a scope: a hold, a reservation, or a wait for
 * the global lock. A session never conflicts with its own claims. If there is none, a freeze keeps every session from
 * claiming, and no lock is reserved.
 */
export function conflictFor(state: LockState, service: string, session: string): Conflict | undefined {
  const locks = [lockOf(state, service), ...readableRivals(state, service)];
  const held = locks.flatMap((lock) => heldByOther(lock, session) ?? []);
  const reserved = locks.flatMap((lock) => reservedForOther(lock, session) ?? []);
  return held[0] ?? reserved[0] ?? globalAwaitedByOther(state, service, session) ?? frozen(state, service);
}

/**
 * While a session waits for the global lock, later sessions get no service. Otherwise the global lock might never become free. A session
 * that already holds a lock may still claim more, because the global lock waits for that session anyway. The rule does not apply while an
 * unreadable lock makes the global lock impossible to grant.
 */
function globalAwaitedByOther(state: LockState, service: string, session: string): Conflict | undefined {
  const [global] = service === GLOBAL ? [] : readableRivals(state, service);
  const waiting = global?.queue[0];
  if (waiting === undefined || waiting.claimant.session === session) return undefined;
  if (unreadableFor(state, GLOBAL) !== undefined) return undefined;
  const own = lockOf(state, service).queue.find(({ claimant }) => claimant.session === session);
  if (own !== undefined && own.since <= waiting.since) return undefined;
  const holdsAnother = readableLocks(state).some(({ hold }) => hold?.claimant.session === session);
  return holdsAnother ? undefined : { type: 'awaited', service: GLOBAL, waiting };
}

function frozen({ freeze }: LockState, service: string): Conflict | undefined {
  return freeze === null ? undefined : { type: 'frozen', service, freeze };
}

function heldByOther({ service, hold }: Lock, session: string): Conflict | undefined {
  return hold === null || hold.claimant.session === session ? undefined : { type: 'held', service, hold };
}

function reservedForOther({ service, reservation, queue }: Lock, session: string): Conflict | undefined {
  const [waiting] = queue;
  if (reservation === null || waiting === undefined || reservation.session === session) return undefined;
  return { type: 'reserved', service, reservation, waiting };
}
