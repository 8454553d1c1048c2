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

/** What a worker needs to know about the batch of a request. */
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
  /** The circuit breakers: the models that must not run now, and the observer of each run. */
  readonly breakers: {
    readonly suspended: () => SuspendedModels;
    readonly observe: (run: ModelRun) => void;
  };
  readonly log: Log;
  /** The batch while it accepts outcomes; undefined when it does not exist or is sealed. May be a second old. */
  readonly openBatch: (batchId: string) => Promise<RequestingBatch | undefined>;
  /** The newest injury status by `player_lookup`, as known for this batch. May come from a cache. */
  readonly injuryStatuses: (batch: RequestingBatch) => Promise<ReadonlyMap<string, string>>;
  /** Deliveries of one message before the queue gives it up. */
  readonly maxDeliveries: number;
  /** Called after an outcome was committed. */
  readonly onOutcome: (batchId: string) => void;
}

/**
 * Handles one delivery. A message that can never succeed is recorded once and acknowledged. A failure that a retry may cure is delivered again;
 * at the last allowed delivery the player fails, so that he does not stay missing. A request of a sealed batch is acknowledged at once.
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
  if ((await recordOutcome(deps.store, answered, found)) === 'recorded') deps.onOutcome(batchId);
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
