import { peopleToCall } from '../coordination/identity/people-to-call.ts';
import { checkDeliveries } from '../pipeline/deliveries/check-deliveries.ts';
import type { BatchRunnerDeps } from './batch-runner-deps.ts';

const EVERY_MS = 60_000;

/** Saves the counts of this process's deliveries and checks them for an error pattern, once a minute. */
export function ownDeliveryCheck(deps: BatchRunnerDeps): () => Promise<void> {
  let checkedAt = deps.now().getTime();
  return async () => {
    if (deps.now().getTime() < checkedAt + EVERY_MS) return;
    checkedAt = deps.now().getTime();
    await checkOwnDeliveries(deps, 'always');
  };
}

/**
 * Saves the counts of this process's deliveries and checks them for an error pattern. With `after-errors`, the check
 * happens only if a delivery has failed since the last check. The end of a batch asks so, because a short batch ends
 * before its first minute has passed. A failed check is logged, and the batch continues.
 */
export async function checkOwnDeliveries(deps: BatchRunnerDeps, when: 'always' | 'after-errors'): Promise<void> {
  try {
    const since = await deps.deliveries.save();
    if (when === 'always' || since === 'errors') {
      await checkDeliveries({ ...deps, peopleToCall: peopleToCall(deps.roles) });
    }
  } catch (error) {
    deps.log.warn({ error }, 'the check of deliveries failed');
  }
}
