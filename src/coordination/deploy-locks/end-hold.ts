import type { Instant } from '../../platform/instant.ts';
import type { EndReason, Hold, HoldEnd, Lock, ServiceDeploy } from './lock.ts';
import { type LockState, lockOf, locksGuardedBy, withLock } from './lock-state.ts';

/** Ends the hold of a scope. A deploy that still runs under the hold can no longer be finished, so its result becomes `unknown`. */
export function endHold(state: LockState, service: string, { how, by, reason }: HoldEnd): LockState {
  const lock = lockOf(state, service);
  const { hold } = lock;
  if (hold === null) return state;
  const last_end = { hold, how, by, reason, at: endedAtOf({ hold, how }, state.now), deploys: [] };
  const ended = withLock(state, { ...lock, hold: null, last_end }, { type: 'ended', hold, how, by, reason });
  const lost = locksGuardedBy(ended, service).reduce((before, each) => loseDeploy(before, each, hold), ended);
  return withLock(lost, {
    ...lockOf(lost, service),
    last_end: { ...last_end, deploys: deploysUnder(lost, service, hold) },
  });
}

/** The newest deploys of the services that ran under a hold of this scope. */
export function deploysUnder(
  state: LockState,
  service: string,
  { token }: Pick<Hold, 'token'>,
): readonly ServiceDeploy[] {
  return locksGuardedBy(state, service).flatMap((lock) =>
    lock.deploy?.token === token ? [{ ...lock.deploy, service: lock.service }] : [],
  );
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
