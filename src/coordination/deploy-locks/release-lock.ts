import type { LockDecision } from './claim-lock.ts';
import { endHold } from './end-hold.ts';
import type { Claimant, Hold } from './lock.ts';
import { type LockState, readableLocks, type Unreadable } from './lock-state.ts';
import { type HoldRef, managedHold, type NotHeld } from './managed-hold.ts';

export type ReleaseAnswer = { readonly type: 'released'; readonly hold: Hold } | NotHeld;

/** Ends the hold that the caller names, if the caller may release it. It never ends another hold. */
export function releaseLock(state: LockState, ref: HoldRef): LockDecision<ReleaseAnswer> {
  const managed = managedHold(state, ref);
  if (managed.type !== 'managed') return { state, answer: managed };
  const released = endHold(state, ref.service, { how: 'released', by: ref.caller, reason: null });
  return { state: released, answer: { type: 'released', hold: managed.hold } };
}

export interface ReleaseAllAnswer {
  readonly released: readonly string[];
  /** The locks that cannot be read. The caller may hold some of them. */
  readonly unreadable: readonly Unreadable[];
}

/** Ends every hold of the caller's session, except holds that cannot be read. */
export function releaseAll(state: LockState, caller: Claimant): LockDecision<ReleaseAllAnswer> {
  const own = readableLocks(state).filter(({ hold }) => hold?.claimant.session === caller.session);
  const released = own.reduce(
    (before, { service }) => endHold(before, service, { how: 'released', by: caller, reason: null }),
    state,
  );
  const unreadable = [...state.views.values()].filter((view) => view.type === 'unreadable');
  return { state: released, answer: { released: own.map(({ service }) => service), unreadable } };
}
