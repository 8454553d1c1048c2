import type { DocumentStore, Stored } from '../../platform/document-store.ts';
import type { Instant } from '../../platform/instant.ts';
import type { Log } from '../../platform/log.ts';
import type { Delivery, DeliveryAnswer } from '../../platform/queue.ts';
import type { Model } from '../models/model.ts';
import type { ModelRun, SuspendedModels } from '../models/run-models.ts';
import type { Build } from './format-provenance.ts';
import { type PlayerDocument, playerRef } from './player-document.ts';
import { recordPoison } from './poison-message.ts';
import { predictPlayer } from './predict-player.ts';
import { type PredictionRequest, parseRequest } from './prediction-request.ts';
import { recordOutcome } from './record-outcome.ts';
import type { RunMode } from './run-mode.ts';

/** What a worker needs to know about a batch to answer one of its prediction requests. */
export interface RequestingBatch {
  readonly batch_id: string;
  readonly game_date: string;
  readonly mode: RunMode;
  readonly as_of: Instant;
}

export interface WorkerDeps {
  readonly store: DocumentStore;
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
   * Returns the players' newest injury statuses known at the batch's `as_of`, by `player_lookup`. The statuses may come
   * from a cache.
   */
  readonly injuryStatuses: (batch: RequestingBatch) => Promise<ReadonlyMap<string, string>>;
  /** The number of times that the queue delivers a message before it becomes a dead letter. */
  readonly maxDeliveries: number;
  /** The worker calls this function after it has committed a player's outcome. */
  readonly onOutcome: (batchId: string) => void;
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
    const first = (await recordPoison(deps.store, delivery, parsed.reason)) === 'created';
    if (first) deps.log.warn({ messageId: delivery.messageId, reason: parsed.reason }, 'poison message recorded');
    return 'ack';
  }
  try {
    await answerRequest(deps, parsed.request);
    return 'ack';
  } catch (error) {
    deps.log.warn({ ...parsed.request, delivery: delivery.attempt, error }, 'prediction request failed');
    if (delivery.attempt < deps.maxDeliveries) return 'retry';
    return exhaust(deps, parsed.request);
  }
}

async function answerRequest(deps: WorkerDeps, request: PredictionRequest): Promise<void> {
  const batch = await deps.openBatch(request.batch_id);
  if (batch === undefined) return;
  const found = await deps.store.get(playerRef(request.batch_id, request.player_lookup));
  if (found === undefined || !isOpen(found.data, request)) return;
  const statuses = await deps.injuryStatuses(batch);
  await predictAndRecord(deps, batch, { found, injuryStatus: statuses.get(request.player_lookup) });
}

async function predictAndRecord(
  deps: WorkerDeps,
  batch: RequestingBatch,
  { found, injuryStatus }: { found: Stored<PlayerDocument>; injuryStatus: string | undefined },
): Promise<void> {
  const player = found.data;
  const batchId = batch.batch_id;
  const suspended = deps.breakers.suspended();
  const request = { batchId, mode: batch.mode, player, injuryStatus, build: deps.build, suspended };
  const { outcome, run } = predictPlayer(request, deps.models());
  deps.breakers.observe(run);
  for (const { systemId, cause } of run.errors) {
    deps.log.warn({ batchId, player: player.player_lookup, systemId, error: cause }, 'model failed for a player');
  }
  const answered = { batchId, playerLookup: player.player_lookup, attempt: player.attempt, outcome };
  if ((await recordOutcome(deps.store, answered, found)) === 'refused') return;
  deps.onOutcome(batchId);
  if ((await deps.openBatch(batchId)) === undefined) await deps.onLate(batchId);
}

async function exhaust(deps: WorkerDeps, request: PredictionRequest): Promise<DeliveryAnswer> {
  const outcome = { status: 'failed', reason: 'attempts_exhausted' } as const;
  const { batch_id: batchId, player_lookup: playerLookup, attempt } = request;
  if ((await recordOutcome(deps.store, { batchId, playerLookup, attempt, outcome })) === 'recorded') {
    deps.onOutcome(batchId);
  }
  return 'ack';
}

function isOpen(player: PlayerDocument, request: PredictionRequest): boolean {
  return player.attempt === request.attempt && (player.status === 'requested' || player.status === 'failed');
}
