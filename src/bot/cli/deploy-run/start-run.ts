import { unreachableText } from '../../../operations/deploy/bypass-lock.ts';
import { isStoreUnavailable } from '../../../operations/kit/is-store-unavailable.ts';
import type { Outcome } from '../../../operations/kit/operation.ts';
import type { CommitToDeploy } from './commit-to-deploy.ts';
import type { DeployRunInput } from './deploy-run-command.ts';
import { type DeployRunContext, StartedRun } from './deploy-run-context.ts';
import type { DeploySignals } from './forward-signals.ts';
import { canWaitFor, waitInQueue } from './wait-in-queue.ts';

/** Heartbeats renew the hold. Without them, it ends after this time. */
const HOLD_FOR = '15m';

/**
 * How a run began. `bypassed`: the store is unreachable, and the caller deploys without the lock. `interrupted`: a signal
 * ended the wait for the lock.
 */
export type RunStart =
  | { readonly type: 'started'; readonly deploy: StartedRun }
  | { readonly type: 'bypassed'; readonly reason: string }
  | { readonly type: 'interrupted'; readonly signal: NodeJS.Signals }
  | { readonly type: 'refused'; readonly outcome: Outcome<unknown> };

interface RunToStart {
  readonly input: DeployRunInput;
  readonly commit: CommitToDeploy;
  readonly signals: DeploySignals;
}

/**
 * Starts the deploy, which claims its lock, and waits for the lock if the caller wants that. While the store is
 * unreachable, the deploy starts only with a bypass.
 */
export async function startRun(context: DeployRunContext, run: RunToStart): Promise<RunStart> {
  const { service, without_lock, during_freeze } = run.input;
  const reason = run.input.reason ?? defaultReason(service, run.commit);
  const claim = { service, reason, for: HOLD_FOR, ...given({ during_freeze }) };
  try {
    return await startUnderLock(context, run, claim);
  } catch (error) {
    if (!isStoreUnavailable(error)) throw error;
    if (!without_lock) return refused(unreachableText(service, error));
    const outcome = await context.callLocally('deploy claim', { ...claim, without_lock });
    if (outcome.decision === 'refused') return { type: 'refused', outcome };
    context.say(outcome.message);
    return { type: 'bypassed', reason };
  }
}

interface RunClaim {
  readonly service: string;
  readonly reason: string;
  readonly for: string;
}

async function startUnderLock(
  context: DeployRunContext,
  { input: { wait, drop_variables }, commit: { commit }, signals }: RunToStart,
  claim: RunClaim,
): Promise<RunStart> {
  const start = () => context.call('deploy start', { ...claim, ...given({ commit, drop_variables }) });
  let outcome = await start();
  while (wait !== undefined && canWaitFor(outcome)) {
    const waited = await waitInQueue(context, { ...pickClaim(claim), wait }, signals);
    if (waited.type !== 'yours') return waited;
    outcome = await start();
  }
  return startedBy(context, outcome);
}

/** A place in the queue does not lift a freeze, so `deploy join` takes no override. */
function pickClaim({ service, reason, for: duration }: RunClaim): RunClaim {
  return { service, reason, for: duration };
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
