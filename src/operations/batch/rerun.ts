import type { CurrentBatch } from '../../pipeline/batch/batch-document.ts';
import { type BatchReport, readBatchReport } from '../../pipeline/batch/batch-report.ts';
import { slateAsOf } from '../../pipeline/batch/open-slate.ts';
import { type RerunDecision, rerunPlayers } from '../../pipeline/batch/rerun-players.ts';
import { Problem } from '../../platform/problem.ts';
import type { App } from '../app.ts';
import type { OperationCall, Outcome } from '../kit/operation.ts';
import { auditContextOfCall } from '../kit/trail.ts';
import { runToEnd } from './run-slate.ts';

const WHY_NOT = {
  preparing: 'is just choosing its players. Ask again in a moment',
  consolidating: 'is being consolidated. Ask again in a moment',
  failed: 'could not be consolidated. `tipoff batch start` of its date tries that again',
  'another-batch-open': 'has been followed by another one that is open. Ask for the player there, or wait for its end',
} as const;

/** Predicts players of a batch once more, with what is known now, and answers when the batch is at its end again. */
export async function rerun(
  app: App,
  { batch, playerLookups }: { readonly batch: CurrentBatch; readonly playerLookups: readonly string[] },
  { progress, ...asked }: Pick<OperationCall<unknown>, 'actor' | 'request' | 'progress'>,
): Promise<Outcome<BatchReport | null>> {
  const asOf = await slateAsOf(app, batch.game_date);
  const decision = await rerunPlayers(app, {
    batch,
    playerLookups,
    asOf,
    auditContext: auditContextOfCall(app, asked),
  });
  if (decision.type === 'refused') {
    throw new Problem({ code: 'rerun_refused', message: `Batch ${batch.batch_id} ${whyNot(decision, batch)}.` });
  }
  const ended = await runToEnd(app, { batchId: batch.batch_id, progress });
  const players = playerLookups.length === 1 ? playerLookups.join() : `${playerLookups.length} players`;
  return { ...ended, message: `Predicted ${players} once more. ${ended.message}` };
}

function whyNot(decision: Extract<RerunDecision, { type: 'refused' }>, { game_date }: CurrentBatch): string {
  if (decision.because !== 'approved') return WHY_NOT[decision.because];
  const reason = `${decision.by} approved that it ends with the players it has, and whoever is asked again before that would be missing`;
  return `is about to end: ${reason}. Ask again when it has ended; where nobody runs it, \`tipoff batch start --date ${game_date}\` ends it`;
}

/** The answer when nobody has to be predicted again. */
export async function nobodyMissing(app: App, batch: CurrentBatch): Promise<Outcome<BatchReport | null>> {
  const data = (await readBatchReport(app.store, batch.batch_id)) ?? null;
  const message = `Nobody is missing in batch ${batch.batch_id}: every player has a prediction or a reason to have none.`;
  return { decision: 'done', code: 'nobody_missing', message, data, next: [] };
}
