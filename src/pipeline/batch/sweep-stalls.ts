import type { LockDeps } from '../../coordination/deploy-locks/load-locks.ts';
import { runningDeploys } from '../../coordination/deploy-locks/running-deploys.ts';
import { BATCHES, type UnfinishedBatch } from '../documents/batch-document.ts';
import type { BatchDeps } from './batch-deps.ts';
import type { BatchRunner } from './batch-runner.ts';
import { checkStall, type StallCheck } from './check-stall.ts';
import { isCurrent, readBatch } from './read-batch.ts';
import { readFirstTipoffs } from './read-stall-facts.ts';
import type { StallDeps } from './read-stall-state.ts';
import { DEFAULT_THRESHOLDS, type StallThresholds } from './stall-policy.ts';

const PARALLEL_CHECKS = 16;
/** The services whose deploy stalls batches, because it restarts the processes that run them. */
const BATCH_SERVICES = new Set(['coordinator', 'worker']);

export interface SweepDeps extends StallDeps, LockDeps {
  readonly runner: BatchRunner;
}

export interface SweepOptions {
  /** The id of the batch to check for a stall. By default every unfinished batch is checked. */
  readonly batchId?: string;
  readonly thresholds?: StallThresholds;
  /** With `dry-run`, the stall sweep only reports what it would do. */
  readonly mode?: 'act' | 'dry-run';
}

export interface Sweep {
  readonly checks: readonly StallCheck[];
  /** The service whose deploy in progress prevents the actions of a stall sweep; null when nothing prevents them. */
  readonly heldBy: string | null;
}

/**
 * Checks unfinished batches for stalls and acts on those that have stalled. If the sweep seals a batch or resumes a
 * consolidation, it also runs that batch to its end.
 */
export async function sweepStalls(
  deps: SweepDeps,
  { batchId, thresholds = DEFAULT_THRESHOLDS, mode = 'act' }: SweepOptions = {},
): Promise<Sweep> {
  const batches = await unfinishedBatches(deps, batchId);
  const sweep = await checkAll(deps, batches, { thresholds, mode });
  for (const { batch_id, acted } of sweep.checks) {
    if (acted === 'complete-partial' || acted === 'resume') await deps.runner.run(batch_id);
  }
  return sweep;
}

/**
 * Checks the batch that this process's batch runner is running. After the check, the runner itself advances the batch.
 */
export async function checkOwnBatch(deps: Omit<SweepDeps, 'runner'>, batchId: string): Promise<void> {
  await checkAll(deps, await unfinishedBatches(deps, batchId), { thresholds: DEFAULT_THRESHOLDS, mode: 'act' });
}

async function checkAll(
  deps: Omit<SweepDeps, 'runner'>,
  batches: readonly UnfinishedBatch[],
  { thresholds, mode }: Required<Pick<SweepOptions, 'thresholds' | 'mode'>>,
): Promise<Sweep> {
  const dates = batches.map(({ game_date }) => game_date);
  const firstTips = await readFirstTipoffs(deps.warehouse, dates);
  const heldBy = await batchDeploy(deps);
  const allowed = heldBy === null ? 'allowed' : 'held';
  const actions = mode === 'dry-run' ? mode : allowed;
  const check = (batch: UnfinishedBatch) =>
    checkStall(deps, batch, { thresholds, firstTipAt: firstTips.get(batch.game_date) ?? null, actions });
  const checks: StallCheck[] = [];
  for (let from = 0; from < batches.length; from += PARALLEL_CHECKS)
    checks.push(...(await Promise.all(batches.slice(from, from + PARALLEL_CHECKS).map(check))));
  return { checks, heldBy };
}

/** Returns a service that runs batches and is being deployed; null if no such deploy is in progress. */
async function batchDeploy(deps: LockDeps): Promise<string | null> {
  return (await runningDeploys(deps)).find(({ service }) => BATCH_SERVICES.has(service))?.service ?? null;
}

async function unfinishedBatches(
  { store }: BatchDeps,
  batchId: string | undefined,
): Promise<readonly UnfinishedBatch[]> {
  if (batchId !== undefined) {
    const batch = await readBatch(store, batchId);
    return batch === undefined || batch.state === 'done' ? [] : [batch];
  }
  const found = await Promise.all(
    (['preparing', 'open', 'consolidating', 'failed'] as const).map((state) =>
      store.query({ collection: BATCHES }, { where: [['state', '==', state]] }),
    ),
  );
  return found.flat().flatMap(({ data }) => (isCurrent(data) && data.state !== 'done' ? [data] : []));
}
