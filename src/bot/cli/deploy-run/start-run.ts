import { unreachableText } from '../../../operations/deploy/bypass-lock.ts';
import { isStoreUnavailable } from '../../../operations/kit/is-store-unavailable.ts';
import type { Outcome } from '../../../operations/kit/operation.ts';
import type { CommitToDeploy } from './commit-to-deploy.ts';
import type { DeployRunInput } from './deploy-run-command.ts';
import { type DeployRunContext, StartedRun } from './deploy-run-context.ts';

/** Heartbeats renew the hold. Without them, it ends after this time. */
const HOLD_FOR = '15m';

/** How a run began. `bypassed`: the store is unreachable, and the caller deploys without the lock. */
export type RunStart =
  | { readonly type: 'started'; readonly deploy: StartedRun }
  | { readonly type: 'bypassed'; readonly reason: string }
  | { readonly type: 'refused'; readonly outcome: Outcome<unknown> };

/** Starts the deploy, which claims its lock. While the store is unreachable, the deploy starts only with a bypass. */
export async function startRun(
  context: DeployRunContext,
  input: DeployRunInput,
  commit: CommitToDeploy,
): Promise<RunStart> {
  const { service, without_lock, during_freeze, drop_variables } = input;
  const reason = input.reason ?? defaultReason(service, commit);
  const claim = { service, reason, for: HOLD_FOR, ...given({ during_freeze }) };
  try {
    const start = { ...claim, ...given({ commit: commit.commit, drop_variables }) };
    return startedBy(context, await context.call('deploy start', start));
  } catch (error) {
    if (!isStoreUnavailable(error)) throw error;
    if (!without_lock) return refused(unreachableText(service, error));
    const outcome = await context.callLocally('deploy claim', { ...claim, without_lock });
    if (outcome.decision === 'refused') return { type: 'refused', outcome };
    context.say(outcome.message);
    return { type: 'bypassed', reason };
  }
}

/** The fields that have a value. */
function given(fields: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function defaultReason(service: string, { commit, changes }: CommitToDeploy): string {
  return `Deploy ${commit ?? service}${changes === 'uncommitted' ? ' with uncommitted changes' : ''}`;
}

function startedBy({ say }: DeployRunContext, outcome: Outcome<unknown>): RunStart {
  if (outcome.decision === 'refused') return { type: 'refused', outcome };
  say(outcome.message);
  return { type: 'started', deploy: StartedRun.parse(outcome.data) };
}

function refused(message: string): RunStart {
  return {
    type: 'refused',
    outcome: { decision: 'refused', code: 'store_unreachable', message, data: null, next: [] },
  };
}
