import { systemAuditContext } from '../coordination/audit/audit-context.ts';
import { peopleToCall } from '../coordination/identity/people-to-call.ts';
import type { Roles } from '../coordination/identity/roles.ts';
import type { BatchDeps } from '../pipeline/batch/batch-deps.ts';
import { announceLate } from '../pipeline/batch/late-results.ts';
import { readBatch } from '../pipeline/batch/read-batch.ts';
import type { DeliveryTally } from '../pipeline/deliveries/delivery-tally.ts';
import type { CurrentBatch, OpenBatch } from '../pipeline/documents/batch-document.ts';
import type { Model } from '../pipeline/models/model.ts';
import { readBatchInjuries } from '../pipeline/player/batch-injuries.ts';
import type { Build } from '../pipeline/player/format-provenance.ts';
import { handleDeadLetter } from '../pipeline/player/handle-dead-letter.ts';
import { handleRequest, type RequestingBatch, type WorkerDeps } from '../pipeline/player/handle-request.ts';
import { timedCache } from '../pipeline/player/timed-cache.ts';
import type { Consumer } from '../platform/queue.ts';
import { modelBreakers } from './model-breakers.ts';
import type { Outages } from './outages.ts';
import type { OutcomeSignal } from './outcome-signal.ts';
import { storeThroughOutages } from './store-through-outages.ts';

/**
 * Workers notice within this time that a batch is sealed. Outcomes that they record before they notice it count as
 * late.
 */
const BATCH_TTL_MS = 1_000;
/** Workers notice within this time that the injury statuses of their batch have changed. */
const INJURIES_TTL_MS = 5_000;

/** The workers need no warehouse. */
export interface PredictionWorkersDeps extends Pick<BatchDeps, 'store' | 'queue' | 'audit' | 'log' | 'now'> {
  readonly models: () => readonly Model[];
  readonly build: Build;
  readonly outages: Outages;
  readonly outcomes: OutcomeSignal;
  readonly deliveries: DeliveryTally;
  readonly roles: Pick<Roles, 'approvers'>;
  /** `elsewhere`: another part of Tipoff records the dead letters. By default, the workers do. */
  readonly deadLetters?: 'here' | 'elsewhere';
}

export interface PredictionWorkers {
  /**
   * Starts to answer prediction requests. A second call does nothing. Throws a `Problem` `model_not_loaded` before it
   * takes any request. Throws `Unavailable` when the queue cannot be reached; `start` may then be called again.
   */
  start(): Promise<void>;
  /**
   * Waits for the prediction requests in progress. A request that is waiting for an unreachable store stays unanswered.
   */
  stop(): Promise<void>;
}

/** Creates the workers of this process. They answer the prediction requests in the queue, many at a time. */
export function predictionWorkers(deps: PredictionWorkersDeps): PredictionWorkers {
  let consumers: Promise<readonly Consumer[]> | undefined;
  const worker = workerDeps(deps);
  return {
    async start() {
      deps.models();
      consumers ??= consumeAll(deps, worker).catch((error: unknown) => {
        consumers = undefined;
        throw error;
      });
      await consumers;
    },
    async stop() {
      deps.outages.stop();
      const running = await consumers;
      consumers = undefined;
      await Promise.all((running ?? []).map((consumer) => consumer.stop()));
      if (running !== undefined) await saveQuietly(deps);
    },
  };
}

/** The counts of the last seconds are not worth a failed stop. */
async function saveQuietly({ deliveries, log }: PredictionWorkersDeps): Promise<void> {
  await deliveries.save().catch((error: unknown) => log.warn({ error }, 'the counts of deliveries were not saved'));
}

/** Starts all consumers of the queue or none: when one cannot start, the other is stopped. */
async function consumeAll(
  { queue, deadLetters = 'here' }: PredictionWorkersDeps,
  worker: WorkerDeps,
): Promise<readonly Consumer[]> {
  const started = await Promise.allSettled([
    queue.consume((delivery) => handleRequest(worker, delivery)),
    ...(deadLetters === 'here' ? [queue.consumeDeadLetters((delivery) => handleDeadLetter(worker, delivery))] : []),
  ]);
  const running = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const failed = started.find((each) => each.status === 'rejected');
  if (failed === undefined) return running;
  await Promise.all(running.map((consumer) => consumer.stop()));
  throw failed.reason;
}

/**
 * The dependencies of a prediction worker. Batches and injury statuses are cached for a short time. A request waits
 * while a store cannot be used, so an outage uses up none of a player's attempts.
 */
function workerDeps(deps: PredictionWorkersDeps): WorkerDeps {
  const store = storeThroughOutages(deps.store, deps.outages);
  const { models, build, log, now, outcomes, queue, deliveries } = deps;
  const openBatch = timedCache({
    ttlMs: BATCH_TTL_MS,
    now,
    keyOf: (batchId: string) => batchId,
    load: async (batchId) => onlyOpen(await readBatch(store, batchId)),
    keep: (batch) => batch !== undefined,
  });
  return {
    store,
    models,
    build,
    breakers: modelBreakers(deps),
    log,
    openBatch,
    injuryStatuses: injuryStatusesOf(deps, openBatch),
    maxDeliveries: queue.maxDeliveries,
    onOutcome: (batchId) => outcomes.notify(batchId),
    recordDelivery: deliveries.record,
    auditContext: systemAuditContext(deps.audit, 'prediction-workers'),
    peopleToCall: peopleToCall(deps.roles),
    onLate: (batchId) => announceLate(store, batchId),
  };
}

/**
 * Reads the injury statuses that the process that runs the batch has written. A request waits while they are not
 * current, and as long as its batch accepts outcomes.
 */
function injuryStatusesOf(
  { store, now, outages }: PredictionWorkersDeps,
  openBatch: WorkerDeps['openBatch'],
): WorkerDeps['injuryStatuses'] {
  return timedCache({
    ttlMs: INJURIES_TTL_MS,
    now,
    keyOf: ({ batch_id, as_of }: RequestingBatch) => `${batch_id} ${as_of}`,
    load: (batch) =>
      outages.waitOut(async () =>
        (await openBatch(batch.batch_id)) === undefined ? undefined : await readBatchInjuries(store, batch),
      ),
    keep: (statuses) => statuses !== undefined,
  });
}

function onlyOpen(batch: CurrentBatch | undefined): OpenBatch | undefined {
  return batch?.state === 'open' ? batch : undefined;
}
