import type { BatchReport } from '../../pipeline/batch/batch-report.ts';
import { slateAsOf } from '../../pipeline/batch/open-slate.ts';
import { type RerunDecision, rerunPlayers } from '../../pipeline/batch/rerun-players.ts';
import type { CurrentBatch } from '../../pipeline/documents/batch-document.ts';
import { Problem } from '../../platform/problem.ts';
import type { App } from '../app.ts';
import { auditContextOfCall } from '../kit/audit-context-of-call.ts';
import type { OperationCall, Outcome } from '../kit/operation.ts';
import { presentBatch } from './find-batch.ts';
import { runBatchToEnd } from './run-slate.ts';

const RERUN_REFUSALS = {
  preparing: 'is still selecting its players. Try again in a moment',
  consolidating: 'is being consolidated. Try again in a moment',
  failed: 'could not be consolidated. To try again, run `tipoff batch start` for its date',
  'another-batch-open':
    'is not the newest: another batch of its date is open. Re-run the player there, or wait until it ends',
} as const;

/** Predicts players of a batch again with the newest data. Resolves when the batch has finished again. */
export async function rerun(
  app: App,
  { batch, playerLookups }: { readonly batch: CurrentBatch; readonly playerLookups: readonly string[] },
  { progress, ...caller }: Pick<OperationCall<unknown>, 'actor' | 'request' | 'progress'>,
): Promise<Outcome<BatchReport>> {
  const asOf = await slateAsOf(app, batch.game_date);
  const decision = await rerunPlayers(app, {
    batch,
    playerLookups,
    asOf,
    auditContext: auditContextOfCall(app, caller),
  });
  if (decision.type === 'refused') {
    throw new Problem({ code: 'rerun_refused', message: `Batch ${batch.batch_id} ${rerunRefusal(decision, batch)}.` });
  }
  const finished = await runBatchToEnd(app, { batchId: batch.batch_id, progress });
  const players = playerLookups.length === 1 ? playerLookups.join() : `${playerLookups.length} players`;
  return { ...finished, message: `Predicted ${players} again. ${finished.message}` };
}

function rerunRefusal(decision: Extract<RerunDecision, { type: 'refused' }>, { game_date }: CurrentBatch): string {
  if (decision.because !== 'approved') return RERUN_REFUSALS[decision.because];
  return `is about to end, because ${decision.by} approved its force-complete. A re-run now would leave players out. Try again when the batch has ended. If no Tipoff process is running, \`tipoff batch start --date ${game_date}\` ends the batch`;
}

/** Throws a `Problem` while the batch is still selecting its players, because nobody knows yet which players are missing. */
export function refuseWhilePreparing({ batch_id, state }: CurrentBatch): void {
  if (state !== 'preparing') return;
  throw new Problem({ code: 'rerun_refused', message: `Batch ${batch_id} ${RERUN_REFUSALS.preparing}.` });
}

/** The outcome of a request to predict the missing players of a batch in which no player is missing. */
export async function nobodyMissing(app: App, batch: CurrentBatch): Promise<Outcome<BatchReport>> {
  const data = await presentBatch(app, batch.batch_id);
  const message = `No player is missing in batch ${batch.batch_id}: each player has a prediction or a reason for having none.`;
  return { decision: 'done', code: 'nobody_missing', message, data, next: [] };
}
