import type { Instant } from '../../platform/instant.ts';
import type { Claimant, EndReason, Hold, Lock } from './lock.ts';
import { type LockState, lockOf, locksGuardedBy, withLock } from './lock-state.ts';

export interface HoldEnd {
  readonly how: EndReason;
  readonly by: Claimant | null;
  readonly reason: string | null;
}

/** Ends the hold of a scope. A deploy that runs under its token has nobody left who may finish it: how it went is unknown. */
export function endHold(scene: LockState, service: string, { how, by, reason }: HoldEnd): LockState {
  const lock = lockOf(scene, service);
  const { hold } = lock;
  if (hold === null) return scene;
  const last_end = { hold, how, by, reason, at: endedAtOf({ hold, how }, scene.now) };
  const ended = withLock(scene, { ...lock, hold: null, last_end }, { type: 'ended', hold, how, by, reason });
  return locksGuardedBy(ended, service).reduce((before, each) => loseDeploy(before, each, hold), ended);
}

/** What ran out was over at its time, however late that is noticed. */
export function endedAtOf({ hold, how }: { readonly hold: Hold; readonly how: EndReason }, now: Instant): Instant {
  return how === 'expired' ? hold.until : now;
}

function loseDeploy(scene: LockState, lock: Lock, { token }: Hold): LockState {
  if (lock.deploy?.state !== 'running' || lock.deploy.token !== token) return scene;
  const deploy = { ...lock.deploy, state: 'unknown' as const, ended_at: scene.now };
  return withLock(scene, { ...lock, deploy }, { type: 'deploy-lost', deploy, before: lock.deploy });
}
