import type { AuditContext } from '../../coordination/audit/audit-context.ts';
import { auditedTransaction } from '../../coordination/audit/open-audit.ts';
import type { Instant } from '../../platform/instant.ts';
import { batchRef, type DoneBatch } from '../documents/batch-document.ts';
import type { RunMode } from '../player/run-mode.ts';
import { activeBatchRef } from './active-batch.ts';
import type { BatchDeps } from './batch-deps.ts';
import { checkSlate } from './check-slate.ts';
import { type ChangedPlayer, findChangedPlayers } from './find-changed-players.ts';
import { slateAsOf } from './open-slate.ts';
import { readNewestDoneBatch } from './read-batch.ts';
import { openGeneration } from './rerun-players.ts';

export interface LaterRunRequest {
  readonly gameDate: string;
  readonly mode: RunMode;
  readonly auditContext: AuditContext;
}

export type LaterRunDecision =
  /** The next generation of the date's batch is open for the changed players. The caller has to run the batch. */
  | { readonly type: 'opened'; readonly batchId: string; readonly generation: number; readonly players: number }
  /** No player has changed, and the checks of the slate have the same result. */
  | { readonly type: 'unchanged'; readonly batchId: string }
  /** The date has no published predictions, or an open batch. The caller opens the slate. */
  | { readonly type: 'no-published-batch' }
  /** Another caller has opened a batch or a generation in the meantime. */
  | { readonly type: 'superseded' };

/**
 * Opens a later run of the day: the next generation of the date's batch, for the players who have changed. If only the
 * checks of the slate have another result, the generation has no players and announces that result. A run that finds no
 * change is recorded on the batch, so that a scheduled run happens once.
 */
export async function openLaterRun(
  deps: BatchDeps,
  { gameDate, mode, auditContext }: LaterRunRequest,
): Promise<LaterRunDecision> {
  const batch = await readNewestDoneBatch(deps.store, gameDate);
  const active = await deps.store.get(activeBatchRef(gameDate));
  if (batch === undefined || batch.row_count === 0 || active !== undefined) return { type: 'no-published-batch' };
  const asOf = await slateAsOf(deps, gameDate);
  const changed = await findChangedPlayers(deps, { batch, mode, asOf });
  const run = { deps, batch, auditContext, asOf, mode };
  return changed.length > 0 || (await checksHaveChanged(deps, batch, asOf))
    ? await openChanged(run, changed)
    : await recordUnchanged(run);
}

async function checksHaveChanged(deps: BatchDeps, { game_date, failed_checks }: DoneBatch, asOf: Instant) {
  const failed = await checkSlate(deps, { game_date, as_of: asOf });
  const before = new Set<string>(failed_checks.map(({ check }) => check));
  return failed.length !== before.size || failed.some(({ check }) => !before.has(check));
}

interface LaterRun extends Pick<LaterRunRequest, 'mode' | 'auditContext'> {
  readonly deps: BatchDeps;
  readonly batch: DoneBatch;
  readonly asOf: Instant;
}

async function openChanged(
  { deps, batch, asOf, mode, auditContext }: LaterRun,
  changed: readonly ChangedPlayer[],
): Promise<LaterRunDecision> {
  const playerLookups = changed.map(({ playerLookup }) => playerLookup);
  const opened = await openGeneration(deps, { batch, playerLookups, asOf, auditContext, laterRun: { mode } });
  if (opened === 'superseded' || opened.type !== 'next-generation') return { type: 'superseded' };
  return { type: 'opened', batchId: batch.batch_id, generation: opened.generation, players: changed.length };
}

/** Records on the batch that a run examined the slate. The predictions and the channel stay as they are. */
function recordUnchanged({ deps, batch, asOf, mode, auditContext }: LaterRun): Promise<LaterRunDecision> {
  const { batch_id: batchId, generation } = batch;
  return auditedTransaction(deps.store, auditContext, async (transaction, audit) => {
    const found = (await transaction.get(batchRef(batchId)))?.data;
    if (found?.state !== 'done' || found.generation !== generation) return { type: 'superseded' };
    const examined = { examined_mode: mode, examined_at: asOf };
    transaction.update(batchRef(batchId), examined);
    audit.append({
      action: 'batch.found_unchanged',
      subject: { kind: 'batch', id: batchId },
      before: { examined_mode: found.examined_mode, examined_at: found.examined_at },
      after: examined,
    });
    return { type: 'unchanged', batchId };
  });
}
