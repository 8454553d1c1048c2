import { systemAuditContext } from '../coordination/audit/audit-context.ts';
import { peopleToCall } from '../coordination/identity/people-to-call.ts';
import type { Roles } from '../coordination/identity/roles.ts';
import type { BatchDeps } from '../pipeline/batch/batch-deps.ts';
import { deliveryTally } from '../pipeline/deliveries/delivery-tally.ts';
import { type DeadLetterDeps, handleDeadLetter } from '../pipeline/player/handle-dead-letter.ts';
import type { Consumer } from '../platform/queue.ts';
import type { OutcomeSignal } from './outcome-signal.ts';
import { type Poller, poller } from './poller.ts';

const NAME = 'dead-letter-watch';
const EVERY_MS = 5_000;

export interface DeadLetterWatchDeps extends Pick<BatchDeps, 'store' | 'queue' | 'audit' | 'log' | 'now' | 'newId'> {
  readonly outcomes: OutcomeSignal;
  readonly roles: Pick<Roles, 'approvers'>;
}

/**
 * Creates the watch that records the requests that no worker could answer. It opens the dead letters again and again while
 * the queue cannot be reached. Where workers are processes of their own, they may all have ended, so the jobs run this watch.
 */
export function deadLetterWatch(deps: DeadLetterWatchDeps): Poller {
  const { queue, log } = deps;
  const deliveries = deliveryTally(deps);
  const letters: DeadLetterDeps = {
    store: deps.store,
    auditContext: systemAuditContext(deps.audit, NAME),
    peopleToCall: peopleToCall(deps.roles),
    onOutcome: (batchId) => deps.outcomes.notify(batchId),
    recordDelivery: deliveries.record,
    maxDeliveries: queue.maxDeliveries,
  };
  let consumer: Consumer | undefined;
  const poll = async () => {
    consumer ??= await queue.consumeDeadLetters((delivery) => handleDeadLetter(letters, delivery));
    await deliveries.save();
  };
  const watch = poller({ name: NAME, everyMs: EVERY_MS, poll, log });
  return {
    start: watch.start,
    stop: async () => {
      await watch.stop();
      await consumer?.stop();
      await deliveries.save().catch((error: unknown) => log.warn({ error }, 'the counts of deliveries were not saved'));
    },
  };
}
