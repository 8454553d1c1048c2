import { laterBy } from '../../platform/instant.ts';
import type { DeployPlan } from '../deploys/deploy-plan.ts';
import { type Blocked, blockedFor, type Claim, claimLock, type LockDecision, ownHold } from './claim-lock.ts';
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
  | { readonly type: 'started'; readonly deploy: Deploy; readonly hold: Hold }
  /** The same request started this deploy earlier, and the deploy has ended. */
  | { readonly type: 'ended-since'; readonly deploy: Deploy }
  | { readonly type: 'request-reused' }
  | { readonly type: 'runs-already'; readonly deploy: Deploy }
  | NotCovered;

/** The deploy to start. `claim` says how long the start may hold a free lock; without it, the lock must be held. */
export interface NewDeploy {
  readonly commit: string | null;
  readonly request: string;
  readonly plan: DeployPlan;
  /** Why the deploy removes environment variables on purpose. */
  readonly dropVariables?: string;
  readonly claim?: Pick<Claim, 'reason' | 'until' | 'content'>;
}

/**
 * Records the start of a deploy under the hold that covers the service. If nobody holds the lock, the start claims it
 * first, and the end of the deploy releases it. A fencing token asks for a certain hold, so it never claims.
 */
export function startDeploy(state: LockState, guarded: GuardedChange, deploy: NewDeploy): LockDecision<StartAnswer> {
  const covered = coveringHold(state, guarded);
  if (covered.type === 'covered')
    return startUnder(state, { ...guarded, hold: covered.hold }, { ...deploy, holds_lock: false });
  const { claim, request } = deploy;
  if (covered.type !== 'not-claimed' || guarded.token !== undefined || claim === undefined)
    return { state, answer: covered };
  const { service, claimant } = guarded;
  const claimed = claimLock(state, { service, claimant, request, length: 'default', ...claim });
  switch (claimed.answer.type) {
    case 'claimed':
    case 'changed':
    case 'held-already': {
      const { hold } = claimed.answer;
      return startUnder(claimed.state, { service, claimant, hold }, { ...deploy, holds_lock: true });
    }
    case 'ended-since': {
      const { deploy: ended } = lockOf(state, service);
      if (ended?.request === request) return { state, answer: { type: 'ended-since', deploy: ended } };
      return { state, answer: covered };
    }
    default:
      return { state, answer: claimed.answer };
  }
}

interface Covered {
  readonly service: string;
  readonly claimant: Claimant;
  readonly hold: Hold;
}

function startUnder(
  state: LockState,
  { service, claimant, hold }: Covered,
  { commit, request, plan, dropVariables, holds_lock }: NewDeploy & Pick<Deploy, 'holds_lock'>,
): LockDecision<StartAnswer> {
  const lock = lockOf(state, service);
  if (lock.deploy?.state === 'running') {
    const { deploy } = lock;
    const isRepeated = deploy.request === request && deploy.commit === commit;
    return { state, answer: isRepeated ? { type: 'started', deploy, hold } : { type: 'runs-already', deploy } };
  }
  const deploy: Deploy = {
    deploy_id: state.newId(),
    request,
    token: hold.token,
    claimant,
    commit,
    holds_lock,
    state: 'running',
    started_at: state.now,
    ended_at: null,
    changes: plan.changes,
    last_good: plan.last_good,
    overdue_at: laterBy(state.now, plan.overdueAfterMs),
    overdue_since: null,
    sends_heartbeats: false,
    seen_at: null,
    missing_since: null,
    result_from: null,
    variables_before: plan.variables === null ? null : [...plan.variables],
    drop_variables: dropVariables ?? null,
    lost_variables: [],
    served: null,
  };
  return {
    state: withLock(state, { ...lock, deploy }, { type: 'deploy-started', deploy }),
    answer: { type: 'started', deploy, hold },
  };
}

/** Returns the session's hold of the service or of `global`. A fencing token of any other hold is stale. */
export function coveringHold(
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
