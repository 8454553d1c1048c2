import { type Blocked, blockedFor, type LockDecision, ownHold } from './claim-lock.ts';
import type { Claimant, Deploy, EndedHold, Hold } from './lock.ts';
import { type LockState, lockOf, withLock } from './lock-state.ts';
import { type StaleToken, staleToken } from './stale-token.ts';

/**
 * A change that only the lock holder may make. If `token` is undefined, the change applies to the hold of the caller's
 * session.
 */
export interface GuardedChange {
  readonly service: string;
  readonly claimant: Claimant;
  readonly token: number | undefined;
}

/** The session has no hold that covers the service, or the given token belongs to another hold. */
export type NotCovered = { readonly type: 'not-claimed'; readonly last: EndedHold | null } | StaleToken | Blocked;

export type StartAnswer =
  | { readonly type: 'started'; readonly deploy: Deploy }
  | { readonly type: 'runs-already'; readonly deploy: Deploy }
  | NotCovered;

/** Records the start of a deploy, under the fencing token of the hold that covers the service. */
export function startDeploy(
  state: LockState,
  guarded: GuardedChange,
  { commit, request }: { readonly commit: string | null; readonly request: string },
): LockDecision<StartAnswer> {
  const covered = coveringHold(state, guarded);
  if (covered.type !== 'covered') return { state, answer: covered };
  const { service, claimant } = guarded;
  const lock = lockOf(state, service);
  if (lock.deploy?.state === 'running') {
    const isRepeated = lock.deploy.request === request && lock.deploy.commit === commit;
    const type = isRepeated ? 'started' : 'runs-already';
    return { state, answer: { type, deploy: lock.deploy } };
  }
  const deploy: Deploy = {
    deploy_id: state.newId(),
    request,
    token: covered.hold.token,
    claimant,
    commit,
    state: 'running',
    started_at: state.now,
    ended_at: null,
  };
  return {
    state: withLock(state, { ...lock, deploy }, { type: 'deploy-started', deploy }),
    answer: { type: 'started', deploy },
  };
}

export type FinishAnswer =
  | { readonly type: 'finished'; readonly deploy: Deploy; readonly hold: Hold }
  | { readonly type: 'no-deploy'; readonly hold: Hold }
  | NotCovered;

/** Records the result of the running deploy. A repeated call with the same fencing token gets the same answer again. */
export function finishDeploy(
  state: LockState,
  guarded: GuardedChange,
  result: 'succeeded' | 'failed',
): LockDecision<FinishAnswer> {
  const covered = coveringHold(state, guarded);
  if (covered.type !== 'covered') return { state, answer: covered };
  const { hold } = covered;
  const lock = lockOf(state, guarded.service);
  const { deploy } = lock;
  if (deploy === null || deploy.token !== hold.token) return { state, answer: { type: 'no-deploy', hold } };
  if (deploy.state !== 'running') return { state, answer: { type: 'finished', deploy, hold } };
  const finished = { ...deploy, state: result, ended_at: state.now };
  return {
    state: withLock(
      state,
      { ...lock, deploy: finished },
      { type: 'deploy-finished', deploy: finished, before: deploy },
    ),
    answer: { type: 'finished', deploy: finished, hold },
  };
}

/** Returns the session's hold of the service or of `global`. A fencing token of any other hold is stale. */
function coveringHold(
  state: LockState,
  { service, claimant, token }: GuardedChange,
): { readonly type: 'covered'; readonly hold: Hold } | NotCovered {
  const blocked = blockedFor(state, service, claimant.session);
  if (blocked !== undefined && blocked.type !== 'blocked') return blocked;
  const own = ownHold(state, service, claimant.session);
  const scope = own?.service ?? service;
  if (token !== undefined && token !== own?.hold.token)
    return staleToken(state, token, { scope, service, session: claimant.session });
  if (own !== undefined) return { type: 'covered', hold: own.hold };
  return blocked ?? { type: 'not-claimed', last: lockOf(state, scope).last_end };
}
