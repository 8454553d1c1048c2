import type { ServingState } from '../../platform/deploy-target.ts';
import type { Reading } from '../../platform/reading.ts';
import { judgeServed } from '../deploys/served-commit.ts';
import { lostVariables } from '../deploys/variables.ts';
import type { LockDecision } from './claim-lock.ts';
import { coveringHold, type GuardedChange, type NotCovered } from './deploy-under-lock.ts';
import type { Deploy, Hold } from './lock.ts';
import { type LockState, lockOf, withLock } from './lock-state.ts';

export type FinishAnswer =
  | { readonly type: 'finished'; readonly deploy: Deploy; readonly hold: Hold }
  | { readonly type: 'no-deploy'; readonly hold: Hold }
  | NotCovered;

/** What the session reports at the end of a deploy, and what its service was seen to serve just before that. */
export interface DeployResult {
  readonly result: 'succeeded' | 'failed';
  readonly serving: Reading<ServingState>;
}

/**
 * Records the result of the running deploy, and whether the service serves the claimed commit. A repeated call with the
 * same fencing token gets the same answer again, also after the lock was released.
 */
export function finishDeploy(
  state: LockState,
  guarded: GuardedChange,
  { result, serving }: DeployResult,
): LockDecision<FinishAnswer> {
  const covered = coveringHold(state, guarded);
  if (covered.type !== 'covered') return { state, answer: finishedEarlier(state, guarded) ?? covered };
  const { hold } = covered;
  const lock = lockOf(state, guarded.service);
  const { deploy } = lock;
  if (deploy === null || deploy.token !== hold.token) return { state, answer: { type: 'no-deploy', hold } };
  if (deploy.state !== 'running') return { state, answer: { type: 'finished', deploy, hold } };
  const served = judgeServed(deploy.commit, serving);
  const lost_variables = [...lostVariables(deploy.variables_before, serving)];
  const end = { state: result, ended_at: state.now, result_from: 'session', served, lost_variables } as const;
  const finished = { ...deploy, ...end };
  return {
    state: withLock(
      state,
      { ...lock, deploy: finished },
      { type: 'deploy-finished', deploy: finished, before: deploy },
    ),
    answer: { type: 'finished', deploy: finished, hold },
  };
}

/** Finds the deploy that the session has finished under the given fencing token, and whose lock it then released. */
function finishedEarlier(
  state: LockState,
  { service, claimant, token }: GuardedChange,
): Extract<FinishAnswer, { type: 'finished' }> | undefined {
  const view = state.views.get(service);
  if (view?.type !== 'readable' || token === undefined) return undefined;
  const { deploy, last_end: last } = view.lock;
  if (deploy?.token !== token || deploy.claimant.session !== claimant.session) return undefined;
  if (last?.hold.token !== token || last.how !== 'released' || deploy.state === 'unknown') return undefined;
  return { type: 'finished', deploy, hold: last.hold };
}
