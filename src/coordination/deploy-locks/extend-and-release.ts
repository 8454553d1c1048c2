import type { Instant } from '../../platform/instant.ts';
import type { LockDecision } from './claim-lock.ts';
import { endHold } from './end-hold.ts';
import type { Claimant, EndedHold, Hold } from './lock.ts';
import { type LockState, lockOf, readableLocks, type Unreadable, withLock } from './lock-state.ts';
import { type StaleToken, staleToken } from './stale-token.ts';
import { mayManage } from './takeover-policy.ts';

/** Who wants to act on a hold; with a token, on that hold and no later one. */
export interface HoldRef {
  readonly service: string;
  readonly asker: Claimant;
  readonly token: number | undefined;
}

export type NotHeld =
  | Unreadable
  | { readonly type: 'not-held'; readonly last: EndedHold | null }
  | StaleToken
  | { readonly type: 'not-yours'; readonly hold: Hold };

export type ExtendAnswer = { readonly type: 'extended'; readonly hold: Hold } | NotHeld;

/** A hold lasts until the later of its end and the moment asked for, so a repeated request changes nothing. */
export function extendLock(scene: LockState, keeping: HoldRef, until: Instant): LockDecision<ExtendAnswer> {
  const kept = keptHold(scene, keeping);
  if (kept.type !== 'kept') return { scene, answer: kept };
  const hold = { ...kept.hold, until: until > kept.hold.until ? until : kept.hold.until };
  const answer = { type: 'extended', hold } as const;
  if (hold.until === kept.hold.until) return { scene, answer };
  return {
    scene: withLock(scene, { ...lockOf(scene, keeping.service), hold }, { type: 'extended', hold, before: kept.hold }),
    answer,
  };
}

export type ReleaseAnswer = { readonly type: 'released'; readonly hold: Hold } | NotHeld;

/** Compare and delete: ends the hold of the one who asks, and nobody else's. The next token is higher still. */
export function releaseLock(scene: LockState, keeping: HoldRef): LockDecision<ReleaseAnswer> {
  const kept = keptHold(scene, keeping);
  if (kept.type !== 'kept') return { scene, answer: kept };
  const released = endHold(scene, keeping.service, { how: 'released', by: keeping.asker, reason: null });
  return { scene: released, answer: { type: 'released', hold: kept.hold } };
}

export interface ReleasedAll {
  readonly released: readonly string[];
  /** The scopes of which nobody can tell whether they were held. */
  readonly unreadable: readonly Unreadable[];
}

/** Ends every hold of the asking session that can be read. */
export function releaseAll(scene: LockState, asker: Claimant): LockDecision<ReleasedAll> {
  const own = readableLocks(scene).filter(({ hold }) => hold?.claimant.session === asker.session);
  const released = own.reduce(
    (before, { service }) => endHold(before, service, { how: 'released', by: asker, reason: null }),
    scene,
  );
  const unreadable = [...scene.views.values()].filter((view) => view.type === 'unreadable');
  return { scene: released, answer: { released: own.map(({ service }) => service), unreadable } };
}

/** The hold that may be acted on, or why not. A token that is not the hold's is stale whoever asks. */
function keptHold(
  scene: LockState,
  { service, asker, token }: HoldRef,
): { readonly type: 'kept'; readonly hold: Hold } | NotHeld {
  const view = scene.views.get(service);
  if (view?.type === 'unreadable') return view;
  const { hold, last_end: last } = lockOf(scene, service);
  if (token !== undefined && token !== hold?.token)
    return staleToken(scene, token, { scope: service, service, session: asker.session });
  if (hold === null) return { type: 'not-held', last };
  return mayManage(hold, asker) === 'allowed' ? { type: 'kept', hold } : { type: 'not-yours', hold };
}
