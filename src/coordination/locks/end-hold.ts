import type { Instant } from '../../platform/instant.ts';
import type { Claimant, Hold, HowEnded, Lock } from './lock.ts';
import { lockOf, locksGuardedBy, type Scene, withLock } from './scene.ts';

export interface Ending {
  readonly how: HowEnded;
  readonly by: Claimant | null;
  readonly reason: string | null;
}

/** Ends the hold of a scope. A deploy that runs under its token has nobody left who may finish it: how it went is unknown. */
export function endHold(scene: Scene, service: string, { how, by, reason }: Ending): Scene {
  const lock = lockOf(scene, service);
  const { hold } = lock;
  if (hold === null) return scene;
  const last_end = { hold, how, by, reason, at: momentOfEnd({ hold, how }, scene.now) };
  const ended = withLock(scene, { ...lock, hold: null, last_end }, { type: 'ended', hold, how, by, reason });
  return locksGuardedBy(ended, service).reduce((before, each) => loseDeploy(before, each, hold), ended);
}

/** What ran out was over at its time, however late that is noticed. */
export function momentOfEnd({ hold, how }: { readonly hold: Hold; readonly how: HowEnded }, now: Instant): Instant {
  return how === 'expired' ? hold.until : now;
}

function loseDeploy(scene: Scene, lock: Lock, { token }: Hold): Scene {
  if (lock.deploy?.state !== 'running' || lock.deploy.token !== token) return scene;
  const deploy = { ...lock.deploy, state: 'unknown' as const, ended_at: scene.now };
  return withLock(scene, { ...lock, deploy }, { type: 'deploy-lost', deploy, before: lock.deploy });
}
