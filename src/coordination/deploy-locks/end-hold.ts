import type { Instant } from '../../platform/instant.ts';
import type { EndReason, Hold, HoldEnd, Lock } from './lock.ts';
import { type LockState, lockOf, locksGuardedBy, withLock } from './lock-state.ts';

/** Ends the hold of a scope. A deploy that still runs under the hold can no longer be finished, so its result becomes `unknown`. */
export function endHold(state: LockState, service: string, { how, by, reason }: HoldEnd): LockState {
  const lock = lockOf(state, service);
  const { hold } = lock;
  if (hold === null) return state;
  const last_end = { hold, how, by, reason, at: endedAtOf({ hold, how }, state.now) };
  const ended = withLock(state, { ...lock, hold: null, last_end }, { type: 'ended', hold, how, by, reason });
  return locksGuardedBy(ended, service).reduce((before, each) => loseDeploy(before, each, hold), ended);
}

/** An expired hold ended at its expiry time, even if Tipoff noticed that later. */
export function endedAtOf({ hold, how }: { readonly hold: Hold; readonly how: EndReason }, now: Instant): Instant {
  return how === 'expired' ? hold.until : now;
}

function loseDeploy(state: LockState, lock: Lock, { token }: Hold): LockState {
  if (lock.deploy?.state !== 'running' || lock.deploy.token !== token) return state;
  const deploy = { ...lock.deploy, state: 'unknown' as const, ended_at: state.now };
  return withLock(state, { ...lock, deploy }, { type: 'deploy-lost', deploy, before: lock.deploy });
}
