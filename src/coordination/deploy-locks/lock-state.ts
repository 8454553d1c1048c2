import type { Instant } from '../../platform/instant.ts';
import type { Claimant, Deploy, EndReason, Hold, Lock, QueueEntry } from './lock.ts';
import { GLOBAL } from './lock.ts';

/** A scope as it was read; one whose document makes no sense blocks what depends on it and is never repaired. */
export type LockView =
  | { readonly type: 'readable'; readonly lock: Lock; readonly document: 'stored' | 'none-yet' }
  | Unreadable;

export interface Unreadable {
  readonly type: 'unreadable';
  readonly service: string;
  /** Which field is wrong, and how. */
  readonly why: string;
}

/** How much a session is heard of. `unheard`: it does not beat, so its silence says nothing. `silent`: its beats are missed, or it can say nothing. */
export type HolderHealth = 'beating' | 'unheard' | 'silent' | 'over';

/** What happened to a lock, in the order it happened. */
export type LockEvent =
  | { readonly type: 'claimed'; readonly hold: Hold }
  | { readonly type: 'extended' | 'renewed' | 'suspect' | 'heard-again'; readonly hold: Hold; readonly before: Hold }
  | {
      readonly type: 'ended';
      readonly hold: Hold;
      readonly how: EndReason;
      readonly by: Claimant | null;
      readonly reason: string | null;
    }
  | { readonly type: 'joined' | 'left' | 'offered' | 'skipped' | 'dropped'; readonly waiting: QueueEntry }
  | { readonly type: 'deploy-started'; readonly deploy: Deploy }
  | { readonly type: 'deploy-finished' | 'deploy-lost'; readonly deploy: Deploy; readonly before: Deploy };

export interface ScopedEvent {
  readonly service: string;
  readonly event: LockEvent;
}

/** Everything a decision is made of: all scopes, how their sessions stand, and the store's time. */
export interface LockState {
  readonly views: ReadonlyMap<string, LockView>;
  readonly standing: (session: string) => HolderHealth;
  readonly now: Instant;
  readonly newId: () => string;
  readonly events: readonly ScopedEvent[];
}

/** The scene with a scope changed, and what happened to it. */
export function withLock(scene: LockState, lock: Lock, ...events: readonly LockEvent[]): LockState {
  const view = scene.views.get(lock.service);
  const document = view?.type === 'readable' ? view.document : 'none-yet';
  return {
    ...scene,
    views: new Map(scene.views).set(lock.service, { type: 'readable', lock, document }),
    events: [...scene.events, ...events.map((event) => ({ service: lock.service, event }))],
  };
}

/** The scope's lock. Throws for one that cannot be read: ask `unreadableFor` first. */
export function lockOf({ views }: LockState, service: string): Lock {
  const view = views.get(service);
  if (view?.type !== 'readable') throw new Error(`the lock of ${service} cannot be read`);
  return view.lock;
}

export function readableLocks({ views }: Pick<LockState, 'views'>): readonly Lock[] {
  return [...views.values()].flatMap((view) => (view.type === 'readable' ? [view.lock] : []));
}

/** The locks that differ from what they were before; what cannot be read is never changed. */
export function changedLocks(before: LockState, after: LockState): readonly Lock[] {
  return readableLocks(after).filter(({ service }) => before.views.get(service) !== after.views.get(service));
}

/** Of a hold of this scope: the locks whose deploys it guards. Who holds everything may deploy any service. */
export function locksGuardedBy(scene: LockState, service: string): readonly Lock[] {
  return readableLocks(scene).filter((lock) => service === GLOBAL || lock.service === service);
}

/** The scopes whose holders keep a claim of this one out: global and a service exclude each other, two services do not. */
function rivalsOf({ views }: LockState, service: string): readonly LockView[] {
  const rivals = service === GLOBAL ? [...views.keys()].filter((each) => each !== GLOBAL) : [GLOBAL];
  return rivals.flatMap((each) => views.get(each) ?? []);
}

/** The first scope, this or a rival, that cannot be read. */
export function unreadableFor(scene: LockState, service: string): Unreadable | undefined {
  const own = scene.views.get(service);
  return [...(own === undefined ? [] : [own]), ...rivalsOf(scene, service)].find((view) => view.type === 'unreadable');
}

export function readableRivals(scene: LockState, service: string): readonly Lock[] {
  return rivalsOf(scene, service).flatMap((view) => (view.type === 'readable' ? [view.lock] : []));
}
