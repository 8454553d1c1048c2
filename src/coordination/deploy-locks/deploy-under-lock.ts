import { type Blocked, blockedFor, type LockDecision, ownHold } from './claim-lock.ts';
import type { Claimant, Deploy, EndedHold, Hold } from './lock.ts';
import { type LockState, lockOf, withLock } from './lock-state.ts';
import { type StaleToken, staleToken } from './stale-token.ts';

/** A change that only the holder may make, by its token: the one given, or that of the session's own hold. */
export interface Guarded {
  readonly service: string;
  readonly claimant: Claimant;
  readonly token: number | undefined;
}

export type NotGuarded = { readonly type: 'not-claimed'; readonly last: EndedHold | null } | StaleToken | Blocked;

export type StartAnswer =
  | { readonly type: 'started'; readonly deploy: Deploy }
  | { readonly type: 'runs-already'; readonly deploy: Deploy }
  | NotGuarded;

/** Records that a deploy of the service begins, under the token of the hold that covers it. */
export function startDeploy(
  scene: LockState,
  guarded: Guarded,
  { commit, request }: { readonly commit: string | null; readonly request: string },
): LockDecision<StartAnswer> {
  const covered = coveringHold(scene, guarded);
  if (covered.type !== 'covered') return { scene, answer: covered };
  const { service, claimant } = guarded;
  const lock = lockOf(scene, service);
  if (lock.deploy?.state === 'running') {
    const isRepeated = lock.deploy.request === request && lock.deploy.commit === commit;
    const type = isRepeated ? 'started' : 'runs-already';
    return { scene, answer: { type, deploy: lock.deploy } };
  }
  const deploy: Deploy = {
    deploy_id: scene.newId(),
    request,
    token: covered.hold.token,
    claimant,
    commit,
    state: 'running',
    started_at: scene.now,
    ended_at: null,
  };
  return {
    scene: withLock(scene, { ...lock, deploy }, { type: 'deploy-started', deploy }),
    answer: { type: 'started', deploy },
  };
}

export type FinishAnswer =
  | { readonly type: 'finished'; readonly deploy: Deploy; readonly hold: Hold }
  | { readonly type: 'no-deploy'; readonly hold: Hold }
  | NotGuarded;

/** Records how the running deploy went. What was finished under this token already is answered as it was. */
export function finishDeploy(
  scene: LockState,
  guarded: Guarded,
  state: 'succeeded' | 'failed',
): LockDecision<FinishAnswer> {
  const covered = coveringHold(scene, guarded);
  if (covered.type !== 'covered') return { scene, answer: covered };
  const { hold } = covered;
  const lock = lockOf(scene, guarded.service);
  const { deploy } = lock;
  if (deploy === null || deploy.token !== hold.token) return { scene, answer: { type: 'no-deploy', hold } };
  if (deploy.state !== 'running') return { scene, answer: { type: 'finished', deploy, hold } };
  const finished = { ...deploy, state, ended_at: scene.now };
  return {
    scene: withLock(
      scene,
      { ...lock, deploy: finished },
      { type: 'deploy-finished', deploy: finished, before: deploy },
    ),
    answer: { type: 'finished', deploy: finished, hold },
  };
}

/** The session's hold of the service, or of all. A token that is not that hold's is stale, whoever has the lock now. */
function coveringHold(
  scene: LockState,
  { service, claimant, token }: Guarded,
): { readonly type: 'covered'; readonly hold: Hold } | NotGuarded {
  const blocked = blockedFor(scene, service, claimant.session);
  if (blocked !== undefined && blocked.type !== 'blocked') return blocked;
  const own = ownHold(scene, service, claimant.session);
  const scope = own?.service ?? service;
  if (token !== undefined && token !== own?.hold.token)
    return staleToken(scene, token, { scope, service, session: claimant.session });
  if (own !== undefined) return { type: 'covered', hold: own.hold };
  return blocked ?? { type: 'not-claimed', last: lockOf(scene, scope).last_end };
}
