import type { LockDecision } from './claim-lock.ts';
import { endHold } from './end-hold.ts';
import type { Claimant, Hold } from './lock.ts';
import { type LockState, readableLocks, type Unreadable } from './lock-state.ts';
import { type HoldRef, managedHold, type NotHeld } from './managed-hold.ts';

export type ReleaseAnswer = { readonly type: 'released'; readonly hold: Hold } | NotHeld;

/** Compare and delete: ends the hold the caller may manage and no other one. */
export function releaseLock(state: LockState, ref: HoldRef): LockDecision<ReleaseAnswer> {
  const managed = managedHold(state, ref);
  if (managed.type !== 'managed') return { state, answer: managed };
  const released = endHold(state, ref.service, { how: 'released', by: ref.caller, reason: null });
  return { state: released, answer: { type: 'released', hold: managed.hold } };
}

export interface ReleaseAllAnswer {
  readonly released: readonly string[];
  /** The scopes to release. The caller may hold some or none of them. */
  readonly unreadable: readonly Unreadable[];
}

/** Ends every readable hold of the caller's session. */
export function releaseAll(state: LockState, caller: Claimant): LockDecision<ReleaseAllAnswer> {
  const own = readableLocks(state).filter(({ hold }) => hold?.claimant.session === caller.session);
  const released = own.reduce(
    (before, { service }) => endHold(before, service, { how: 'released', by: caller, reason: null }),
    state,
  );
  const unreadable = [...state.views.values()].filter((view) => view.type === 'unreadable');
  return { state: released, answer: { released: own.map(({ service }) => service), unreadable } };
}
