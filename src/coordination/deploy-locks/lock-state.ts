import type { Instant } from '../../platform/instant.ts';
import type { Session } from '../sessions/session.ts';
import type { Freeze } from './freeze.ts';
import { type Deploy, GLOBAL, type Hold, type HoldEnd, type Lock, type QueueEntry } from './lock.ts';

/** The lock of one scope as it was read. A document that does not parse blocks every claim that depends on it. Tipoff never repairs it. */
export type LockView =
  | { readonly type: 'readable'; readonly lock: Lock; readonly document: 'stored' | 'none-yet' }
  | Unreadable;

export interface Unreadable {
  readonly type: 'unreadable';
  readonly service: string;
  /** Which field of the lock's document is wrong, and why. */
  readonly why: string;
}

export type LockEvent =
  | { readonly type: 'claimed'; readonly hold: Hold }
  | {
      readonly type:
        | 'extended'
        | 'changed'
        | 'expires-soon'
        | 'renewed'
        | 'unresponsive'
        | 'responsive-again'
        | 'freeze-overridden';
      readonly hold: Hold;
      readonly before: Hold;
    }
  | ({ readonly type: 'ended'; readonly hold: Hold } & HoldEnd)
  | { readonly type: 'joined' | 'left' | 'reserved' | 'skipped' | 'dropped'; readonly waiting: QueueEntry }
  /** A place in the queue, and the reservation that belongs to it, moved to another session. */
  | { readonly type: 'place-handed-over'; readonly waiting: QueueEntry; readonly from: QueueEntry }
  | DeployEvent;

/** What happened to the newest deploy of a service. `before` is the deploy before the change. */
export type DeployEvent =
  | { readonly type: 'deploy-started'; readonly deploy: Deploy }
  | {
      readonly type:
        | 'deploy-seen'
        | 'deploy-missing'
        | 'deploy-overdue'
        | 'deploy-finished'
        | 'deploy-lost'
        | 'deploy-handed-over';
      readonly deploy: Deploy;
      readonly before: Deploy;
    };

export interface ScopedEvent {
  readonly service: string;
  readonly event: LockEvent;
}

/** Everything that a lock decision depends on: all locks, the sessions involved and the store's time. */
export interface LockState {
  readonly views: ReadonlyMap<string, LockView>;
  /** Returns the stored session with this id; undefined for a person's session, because it has no document. */
  readonly sessionOf: (sessionId: string) => Session | undefined;
  readonly now: Instant;
  /** The freeze that is active now; null if deploys are not frozen. */
  readonly freeze: Freeze | null;
  readonly newId: () => string;
  /** The lock events since the state was loaded, oldest first. */
  readonly events: readonly ScopedEvent[];
}

/** Returns the state with one lock replaced and the events of that change added. */
export function withLock(state: LockState, lock: Lock, ...events: readonly LockEvent[]): LockState {
  const view = state.views.get(lock.service);
  const document = view?.type === 'readable' ? view.document : 'none-yet';
  return {
    ...state,
    views: new Map(state.views).set(lock.service, { type: 'readable', lock, document }),
    events: [...state.events, ...events.map((event) => ({ service: lock.service, event }))],
  };
}

interface DeployChange {
  readonly type: Exclude<DeployEvent['type'], 'deploy-started'>;
  readonly change: Partial<Deploy>;
}

/** Returns the state with the newest deploy of a service changed, and the event of that change. */
export function withDeploy(state: LockState, service: string, { type, change }: DeployChange): LockState {
  const lock = lockOf(state, service);
  const { deploy: before } = lock;
  if (before === null) return state;
  const deploy = { ...before, ...change };
  return withLock(state, { ...lock, deploy }, { type, deploy, before });
}

/** Returns the lock of a scope. Throws if the lock cannot be read, so check `unreadableFor` first. */
export function lockOf({ views }: LockState, service: string): Lock {
  const view = views.get(service);
  if (view?.type !== 'readable') throw new Error(`the lock of ${service} cannot be read`);
  return view.lock;
}

export function readableLocks({ views }: Pick<LockState, 'views'>): readonly Lock[] {
  return [...views.values()].flatMap((view) => (view.type === 'readable' ? [view.lock] : []));
}

/** Returns the locks that differ between two states. A lock that cannot be read counts as unchanged. */
export function changedLocks(before: LockState, after: LockState): readonly Lock[] {
  return readableLocks(after).filter(({ service }) => before.views.get(service) !== after.views.get(service));
}

/** The locks of the services that a hold of this scope may deploy. The holder of `global` may deploy every service. */
export function locksGuardedBy(state: LockState, service: string): readonly Lock[] {
  return readableLocks(state).filter((lock) => service === GLOBAL || lock.service === service);
}

/** The locks that cannot be held at the same time as this one. `global` excludes every service; two services do not exclude each other. */
function rivalsOf({ views }: LockState, service: string): readonly LockView[] {
  const rivals = service === GLOBAL ? [...views.keys()].filter((each) => each !== GLOBAL) : [GLOBAL];
  return rivals.flatMap((each) => views.get(each) ?? []);
}

/**
 * Returns the first unreadable lock that blocks a claim of `service`: its own lock, or one that excludes it. Undefined
 * if all of these can be read.
 */
export function unreadableFor(state: LockState, service: string): Unreadable | undefined {
  const own = state.views.get(service);
  return [...(own === undefined ? [] : [own]), ...rivalsOf(state, service)].find((view) => view.type === 'unreadable');
}

export function readableRivals(state: LockState, service: string): readonly Lock[] {
  return rivalsOf(state, service).flatMap((view) => (view.type === 'readable' ? [view.lock] : []));
}

/** The lock events that led from one state to a later one. */
export function eventsBetween(before: LockState, after: LockState): readonly ScopedEvent[] {
  return after.events.slice(before.events.length);
}
