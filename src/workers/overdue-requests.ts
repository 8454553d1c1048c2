import { playersByStatus } from '../pipeline/batch/players-by-status.ts';
import { requestMessage } from '../pipeline/batch/publish-requests.ts';
import { readBatch } from '../pipeline/batch/read-batch.ts';
import type { BatchRunnerDeps } from './batch-runner-deps.ts';

const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 10 * 60_000;

type OverdueDeps = Pick<BatchRunnerDeps, 'store' | 'queue' | 'now' | 'log'>;

interface OverdueBatch {
  readonly batchId: string;
  /** Whether a player's request is published again. A request that may end this process has its own time. */
  readonly includes?: (playerLookup: string) => boolean;
}

/**
 * Publishes the open requests of a batch again when no player has got an outcome for a minute, because the queue may
 * have lost them. Without an outcome, the next wait is twice as long, up to ten minutes. A request that was not lost is
 * then delivered twice, which is harmless, because an outcome is recorded only once. Call the returned function with the
 * number of players without an outcome. A failed publication is logged, and the batch continues.
 */
export function overdueRequests(deps: OverdueDeps, overdue: OverdueBatch): (missing: number) => Promise<void> {
  const { now, log } = deps;
  let [leastMissing, since, waitMs] = [Number.POSITIVE_INFINITY, now().getTime(), FIRST_WAIT_MS];
  return async (missing) => {
    if (missing !== leastMissing) {
      [leastMissing, since, waitMs] = [missing, now().getTime(), FIRST_WAIT_MS];
      return;
    }
    if (now().getTime() < since + waitMs) return;
    [since, waitMs] = [now().getTime(), Math.min(2 * waitMs, LONGEST_WAIT_MS)];
    await publishOpenRequests(deps, overdue).catch((error: unknown) =>
      log.warn({ batchId: overdue.batchId, error }, 'the requests without an answer were not published again'),
    );
  };
}

/** Publishes the open requests of a batch again. The republications are not counted, because they follow no crash. */
export async function publishOpenRequests(
  { store, queue, log }: OverdueDeps,
  { batchId, includes }: OverdueBatch,
): Promise<void> {
  const batch = await readBatch(store, batchId);
  if (batch?.state !== 'open') return;
  for await (const page of playersByStatus(store, batchId, { status: 'requested' })) {
    const players = includes === undefined ? page : page.filter(({ data }) => includes(data.player_lookup));
    if (players.length === 0) continue;
    await queue.publish(players.map(({ data }) => requestMessage(batch, data)));
    log.warn({ batchId, players: players.length }, 'requests without an answer were published again');
  }
}
