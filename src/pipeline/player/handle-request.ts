import type { Stored } from '../../platform/document-store.ts';
import { errorText } from '../../platform/error-text.ts';
import type { Instant } from '../../platform/instant.ts';
import type { Log } from '../../platform/log.ts';
import type { Delivery, DeliveryAnswer } from '../../platform/queue.ts';
import { type ClassifiedDelivery, classOfOutcome } from '../deliveries/delivery-class.ts';
import type { Model } from '../models/model.ts';
import type { ModelRun, SuspendedModels } from '../models/run-models.ts';
import type { Build } from './format-provenance.ts';
import type { PlayerOutcome } from './outcome.ts';
import { type PlayerDocument, playerRef } from './player-document.ts';
import { type PoisonDeps, recordPoison } from './poison-message.ts';
import { predictPlayer } from './predict-player.ts';
import { type PredictionRequest, parseRequest } from './prediction-request.ts';
import { recordOutcome } from './record-outcome.ts';
import type { RunMode } from './run-mode.ts';

const NOT_OPEN = { class: 'repeated', reason: 'batch_not_open' } as const;
const ANSWERED = { class: 'repeated', reason: 'already_answered' } as const;

/** What a worker needs to know about a batch to answer one of its prediction requests. */
export interface RequestingBatch {
  readonly batch_id: string;
  readonly game_date: string;
  readonly mode: RunMode;
  readonly as_of: Instant;
}

export interface WorkerDeps extends PoisonDeps {
  readonly models: () => readonly Model[];
  readonly build: Build;
  /**
   * Access to the circuit breakers of the models. `suspended` returns the models that must not run now, and `observe`
   * gets the result of each run.
   */
  readonly breakers: {
    readonly suspended: () => SuspendedModels;
    readonly observe: (run: ModelRun) => void;
  };
  readonly log: Log;
  /**
   * Returns a batch that accepts outcomes, or undefined if the batch does not exist or is sealed. The answer may be up
   * to a second old.
   */
  readonly openBatch: (batchId: string) => Promise<RequestingBatch | undefined>;
  /**
   * Returns the players' newest injury statuses for the batch, by `player_lookup`, or undefined if the batch was sealed in
   * the meantime. The statuses may come from a cache.
   */
  readonly injuryStatuses: (batch: RequestingBatch) => Promise<ReadonlyMap<string, string> | undefined>;
  /** The number of times that the queue delivers a message before it becomes a dead letter. */
  readonly maxDeliveries: number;
  /** The worker calls this function after it has committed a player's outcome. */
  readonly onOutcome: (batchId: string) => void;
  /** The worker calls this function with the class of every delivery that it has handled. It must be cheap. */
  readonly recordDelivery: (delivery: ClassifiedDelivery) => void;
  /** The worker calls this function after it has committed an outcome of a batch that accepts no outcomes any more. */
  readonly onLate: (batchId: string) => Promise<unknown>;
}

/**
 * Handles one delivery of a prediction request. A message that can never succeed is recorded once and acknowledged.
 * After any other failure the message is delivered again. When the last allowed delivery fails, the player is recorded
 * as failed, so that the batch does not wait for him. A request of a sealed batch is acknowledged without a prediction.
 */
export async function handleRequest(deps: WorkerDeps, delivery: Delivery): Promise<DeliveryAnswer> {
  const parsed = parseRequest(delivery.body);
  if (parsed.type === 'poison') {
    const first = (await recordPoison(deps, delivery, parsed.reason)) === 'created';
    if (first) deps.log.warn({ messageId: delivery.messageId, reason: parsed.reason }, 'poison message recorded');
    deps.recordDelivery({ batchId: null, class: 'poison', reason: parsed.reason, unanswered: null });
    return 'ack';
  }
  const { request } = parsed;
  try {
    const ended = await answerRequest(deps, request, delivery);
    deps.recordDelivery({ batchId: request.batch_id, ...ended, unanswered: null });
    return 'ack';
  } catch (error) {
    deps.log.warn({ ...request, delivery: delivery.attempt, error }, 'prediction request failed');
    deps.recordDelivery(transientDelivery(request, delivery, error));
    if (delivery.attempt < deps.maxDeliveries) return 'retry';
    return exhaust(deps, request, { deliveries: delivery.attempt, error: errorText(error) });
  }
}

type DeliveryEnd = Pick<ClassifiedDelivery, 'class' | 'reason'>;

async function answerRequest(deps: WorkerDeps, request: PredictionRequest, delivery: Delivery): Promise<DeliveryEnd> {
  const batch = await deps.openBatch(request.batch_id);
  if (batch === undefined) return NOT_OPEN;
  const found = await deps.store.get(playerRef(request.batch_id, request.player_lookup));
  if (found === undefined || !isOpen(found.data, request)) return ANSWERED;
  const statuses = await deps.injuryStatuses(batch);
  if (statuses === undefined) return NOT_OPEN;
  const injuryStatus = statuses.get(request.player_lookup);
  return await predictAndRecord(deps, batch, { found, injuryStatus, deliveries: delivery.attempt });
}

interface PlayerToPredict {
  readonly found: Stored<PlayerDocument>;
  readonly injuryStatus: string | undefined;
  /** The number of deliveries of the request so far. */
  readonly deliveries: number;
}

async function predictAndRecord(
  deps: WorkerDeps,
  batch: RequestingBatch,
  { found, injuryStatus, deliveries }: PlayerToPredict,
): Promise<DeliveryEnd> {
  const player = found.data;
  const batchId = batch.batch_id;
  const suspended = deps.breakers.suspended();
  const request = { batchId, mode: batch.mode, player, injuryStatus, build: deps.build, suspended };
  const { outcome: predicted, run } = predictPlayer(request, deps.models());
  const outcome = withError(predicted, run.errors[0]?.cause, deliveries);
  deps.breakers.observe(run);
  for (const { systemId, cause } of run.errors) {
    deps.log.warn({ batchId, player: player.player_lookup, systemId, error: cause }, 'model failed for a player');
  }
  const answered = { batchId, playerLookup: player.player_lookup, attempt: player.attempt, outcome };
  if ((await recordOutcome(deps.store, answered, found)) === 'refused') return ANSWERED;
  deps.onOutcome(batchId);
  if ((await deps.openBatch(batchId)) === undefined) await deps.onLate(batchId);
  return classOfOutcome(outcome);
}

/** Adds to a failure what its player's document shows about it. */
function withError(outcome: PlayerOutcome, cause: unknown, deliveries: number): PlayerOutcome {
  if (outcome.status !== 'failed') return outcome;
  return { ...outcome, deliveries, ...(cause === undefined ? {} : { error: errorText(cause) }) };
}

function transientDelivery(
  { batch_id, player_lookup, attempt }: PredictionRequest,
  delivery: Delivery,
  error: unknown,
): ClassifiedDelivery {
  const unanswered = { playerLookup: player_lookup, attempt, deliveries: delivery.attempt };
  return { batchId: batch_id, class: 'transient', reason: errorText(error), unanswered };
}

async function exhaust(
  deps: WorkerDeps,
  request: PredictionRequest,
  failure: { readonly deliveries: number; readonly error: string },
): Promise<DeliveryAnswer> {
  const outcome = { status: 'failed', reason: 'attempts_exhausted', ...failure } as const;
  const { batch_id: batchId, player_lookup: playerLookup, attempt } = request;
  if ((await recordOutcome(deps.store, { batchId, playerLookup, attempt, outcome })) === 'recorded') {
    deps.onOutcome(batchId);
  }
  return 'ack';
}

function isOpen(player: PlayerDocument, request: PredictionRequest): boolean {
  return player.attempt === request.attempt && (player.status === 'requested' || player.status === 'failed');
}
