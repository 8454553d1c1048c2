import { failureOf } from '../../../operations/kit/failure.ts';
import { isStoreUnavailable } from '../../../operations/kit/is-store-unavailable.ts';
import type { Outcome } from '../../../operations/kit/operation.ts';
import type { DeployRunContext, StartedRun } from './deploy-run-context.ts';
import type { DeploySignals } from './forward-signals.ts';

/** The pauses between the tries to record a result: about a minute together. */
const RETRY_AFTER_MS = [1_000, 2_000, 5_000, 10_000, 20_000, 20_000];

type Result = 'succeeded' | 'failed';

interface FinishedRun {
  readonly deploy: StartedRun;
  readonly result: Result;
  readonly signals: DeploySignals;
}

/**
 * Records the result of a deploy, which releases the lock. While the store is unreachable, it tries for a minute, or
 * until a signal arrives. Resolves to undefined if the result was not recorded. The lock then ends by itself.
 */
export async function finishRun(context: DeployRunContext, run: FinishedRun): Promise<Outcome<unknown> | undefined> {
  const { call, say, pause } = context;
  const { service, token } = run.deploy;
  const aborted = new AbortController();
  const stop = run.signals.listen(() => aborted.abort());
  try {
    for (const retryAfterMs of [...RETRY_AFTER_MS, undefined]) {
      try {
        const outcome = await call('deploy finish', { service, token, result: run.result });
        say(outcome.message);
        return outcome;
      } catch (error) {
        const isLast = retryAfterMs === undefined || aborted.signal.aborted || !isStoreUnavailable(error);
        if (isLast || (await pause(retryAfterMs, aborted.signal)) === 'aborted') {
          say(notRecordedText(run, failureOf(error).message));
          return undefined;
        }
      }
    }
    return undefined;
  } finally {
    stop();
  }
}

function notRecordedText({ deploy: { service, token }, result }: FinishedRun, why: string): string {
  return `The result of the deploy (${result}) could not be recorded. ${why} The lock of ${service} ends by itself within 15 minutes, and the channel then says that the result is unknown. If you are faster, record it: \`tipoff deploy finish ${service} --token ${token} --result ${result}\`.`;
}
