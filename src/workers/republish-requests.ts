import { advanceBatch } from '../pipeline/batch/advance-batch.ts';
import { decideRepublish } from '../pipeline/batch/decide-republish.ts';
import { playersByStatus } from '../pipeline/batch/players-by-status.ts';
import { requestMessage } from '../pipeline/batch/publish-requests.ts';
import { readBatch } from '../pipeline/batch/read-batch.ts';
import type { OpenBatch } from '../pipeline/documents/batch-document.ts';
import { type PlayerDocument, playerRef } from '../pipeline/player/player-document.ts';
import { recordOutcome } from '../pipeline/player/record-outcome.ts';
import type { Stored } from '../platform/document-store.ts';
import type { BatchRunnerDeps } from './batch-runner-deps.ts';
import { overdueRequests } from './overdue-requests.ts';
import { checkOwnDeliveries } from './own-delivery-check.ts';

const TICK_MS = 1_000;
const PROCESS_ENDED = 'the process ended before it answered';
/** After this many republications, the player's request was the only one in flight when the process ended. */
const CRASHES_OF_ONE = 2;

/**
 * Publishes the prediction requests that a crash left open. Requests that were never republished are published
 * together, one page at a time. A republished request may have caused the crash, so each of those is published alone,
 * those with the fewest republications first.
 */
export async function republishRequests(deps: BatchRunnerDeps, batch: OpenBatch): Promise<void> {
  const { together, repeats } = await publishFirstTimers(deps, batch);
  if (repeats === 0) return;
  await waitForTogether(deps, batch.batch_id, { together, repeats });
  let republished = 1;
  while ((await publishRepeats(deps, batch, republished)) === 'more-repeats') republished += 1;
}

interface FirstTimers {
  /** The players whose requests were published together. */
  readonly together: ReadonlySet<string>;
  /** The number of the other requests, one of which may have caused a crash. */
  readonly repeats: number;
}

/** Publishes the prediction requests that were never republished. Stops when the batch is sealed before the last page. */
async function publishFirstTimers(deps: BatchRunnerDeps, batch: OpenBatch): Promise<FirstTimers> {
  const published = new Set<string>();
  let repeats = 0;
  for await (const page of playersByStatus(deps.store, batch.batch_id, { status: 'requested' })) {
    const together = page.filter(({ data }) => decideRepublish(data) === 'together');
    if ((await readBatch(deps.store, batch.batch_id))?.state !== 'open') return { together: published, repeats: 0 };
    if (together.length > 0) await publishCounted(deps, batch, together);
    for (const { data } of together) published.add(data.player_lookup);
    repeats += page.length - together.length;
  }
  return { together: published, repeats };
}

/** Publishes again, one by one, the prediction requests that were republished exactly `republished` times. */
async function publishRepeats(
  deps: BatchRunnerDeps,
  batch: OpenBatch,
  republished: number,
): Promise<'more-repeats' | 'done'> {
  let left: 'more-repeats' | 'done' = 'done';
  for await (const page of playersByStatus(deps.store, batch.batch_id, { status: 'requested' })) {
    if (page.some(({ data }) => data.republished > republished)) left = 'more-repeats';
    for (const player of page.filter(({ data }) => data.republished === republished)) {
      await publishRepeat(deps, batch, player);
    }
  }
  return left;
}

async function publishRepeat(deps: BatchRunnerDeps, batch: OpenBatch, player: Stored<PlayerDocument>): Promise<void> {
  if (player.data.republished >= CRASHES_OF_ONE) await reportCrash(deps, batch, player.data);
  if (decideRepublish(player.data) === 'alone') await publishAlone(deps, batch, player);
  else await giveUp(deps, batch, player.data);
}

/**
 * Records the deliveries that the process did not survive, and reports them before the request is published again: the
 * next delivery may end this process, too.
 */
async function reportCrash(deps: BatchRunnerDeps, { batch_id }: OpenBatch, player: PlayerDocument): Promise<void> {
  const { player_lookup: playerLookup, attempt, republished } = player;
  const unanswered = { playerLookup, attempt, deliveries: republished + 1 };
  deps.deliveries.record({ batchId: batch_id, class: 'crash', reason: PROCESS_ENDED, unanswered });
  await checkOwnDeliveries(deps, 'after-errors');
}

async function publishAlone(deps: BatchRunnerDeps, batch: OpenBatch, player: Stored<PlayerDocument>): Promise<void> {
  const batchId = batch.batch_id;
  let before = deps.outcomes.committed(batchId);
  await publishCounted(deps, batch, [player]);
  const includes = (lookup: string) => lookup === player.data.player_lookup;
  const publishOverdue = overdueRequests(deps, { batchId, includes });
  while ((await deps.store.get(playerRef(batchId, player.id)))?.data.status === 'requested') {
    const advance = await advanceBatch(deps, batchId);
    if (advance.type === 'ended') return;
    await publishOverdue(advance.missing);
    await deps.outcomes.reached({ batchId, target: before + 1, withinMs: TICK_MS });
    before = deps.outcomes.committed(batchId);
  }
}

/**
 * Increases the republication count of each player before it publishes the request, so that the count survives a crash.
 * An unreachable queue is not a crash, so the count is then decreased again.
 */
async function publishCounted(
  deps: BatchRunnerDeps,
  batch: OpenBatch,
  players: readonly Stored<PlayerDocument>[],
): Promise<void> {
  const { store, queue } = deps;
  const counted = players.map(({ id, data, version }) => {
    const ref = playerRef(batch.batch_id, id);
    return store.update(ref, { republished: data.republished + 1 }, version);
  });
  await Promise.all(counted);
  try {
    await queue.publish(players.map(({ data }) => requestMessage(batch, data)));
  } catch (error) {
    await Promise.allSettled(players.map((player) => takeCountBack(deps, batch, player)));
    throw error;
  }
}

async function takeCountBack({ store }: BatchRunnerDeps, batch: OpenBatch, { id, data }: Stored<PlayerDocument>) {
  const ref = playerRef(batch.batch_id, id);
  const found = await store.get(ref);
  if (found?.data.republished !== data.republished + 1) return;
  await store.update(ref, { republished: data.republished }, found.version);
}

function giveUp({ store }: BatchRunnerDeps, batch: OpenBatch, player: PlayerDocument) {
  return recordOutcome(store, {
    batchId: batch.batch_id,
    playerLookup: player.player_lookup,
    attempt: player.attempt,
    outcome: { status: 'failed', reason: 'crashed', deliveries: player.republished + 1, error: PROCESS_ENDED },
  });
}

/** Waits until the requests that were published together have their outcomes. */
async function waitForTogether(
  deps: BatchRunnerDeps,
  batchId: string,
  { together, repeats }: FirstTimers,
): Promise<void> {
  const publishOverdue = overdueRequests(deps, { batchId, includes: (lookup) => together.has(lookup) });
  for (;;) {
    const before = deps.outcomes.committed(batchId);
    const advance = await advanceBatch(deps, batchId);
    if (advance.type === 'ended' || advance.missing <= repeats) return;
    await publishOverdue(advance.missing);
    const target = before + advance.missing - repeats;
    await deps.outcomes.reached({ batchId, target, withinMs: TICK_MS });
  }
}
