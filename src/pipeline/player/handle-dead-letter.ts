import type { Delivery, DeliveryAnswer } from '../../platform/queue.ts';
import type { WorkerDeps } from './handle-request.ts';
import { type PoisonDeps, recordPoison } from './poison-message.ts';
import { parseRequest } from './prediction-request.ts';
import { recordOutcome } from './record-outcome.ts';

export type DeadLetterDeps = PoisonDeps & Pick<WorkerDeps, 'onOutcome' | 'recordDelivery' | 'maxDeliveries'>;

/**
 * Handles a prediction request that became a dead letter, because no worker could answer it. The player is recorded as
 * failed, so the batch can finish and shows the reason. A request becomes a dead letter after the last allowed delivery, so
 * that many deliveries count.
 */
export async function handleDeadLetter(deps: DeadLetterDeps, delivery: Delivery): Promise<DeliveryAnswer> {
  const parsed = parseRequest(delivery.body);
  if (parsed.type === 'poison') {
    await recordPoison(deps, delivery, parsed.reason);
    deps.recordDelivery({ batchId: null, class: 'poison', reason: parsed.reason, unanswered: null });
    return 'ack';
  }
  const { batch_id: batchId, player_lookup: playerLookup, attempt } = parsed.request;
  const deliveries = deps.maxDeliveries;
  const outcome = { status: 'failed', reason: 'unanswered', deliveries } as const;
  if ((await recordOutcome(deps.store, { batchId, playerLookup, attempt, outcome })) === 'recorded') {
    deps.onOutcome(batchId);
    const unanswered = { playerLookup, attempt, deliveries };
    deps.recordDelivery({ batchId, class: 'unanswered', reason: outcome.reason, unanswered });
  }
  return 'ack';
}
