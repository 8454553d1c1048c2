import type { BatchReport } from '../../pipeline/batch/batch-report.ts';
import { completedOf } from '../../pipeline/batch/batch-report.ts';
import { nextStep } from '../kit/next-step.ts';
import type { RefusedOutcome } from '../kit/operation.ts';

/** Whether a card belongs to an earlier generation of a batch. A caller without a card names no generation. */
export function isOutdated({ generation }: BatchReport, shown: number | undefined): boolean {
  return shown !== undefined && shown !== generation;
}

/** The refusal of a decision that an outdated card offers. The message says what became of the batch. */
export function outdatedCard(report: BatchReport): RefusedOutcome {
  const { batch_id: id, game_date } = report;
  const next = [
    nextStep('batch status', { id }, { why: 'See the result of the batch.' }),
    nextStep('predict slate', { date: game_date }, { why: 'See the predictions.' }),
  ];
  const message = `Nothing was changed, because ${stateOf(report)}.`;
  return { decision: 'refused', code: 'batch_not_open', message, data: null, next };
}

function stateOf(report: BatchReport): string {
  const { batch_id, state, result, expected, failure } = report;
  const progress = `${completedOf(report)} of ${expected} players`;
  switch (state) {
    case 'done':
      return `batch ${batch_id} has ended: ${progress}, ${result}`;
    case 'consolidating':
      return `batch ${batch_id} is being published: ${progress}`;
    case 'failed':
      return `batch ${batch_id} could not be published: ${failure}. Repeat that with \`tipoff batch retry ${batch_id}\``;
    case 'preparing':
      return `batch ${batch_id} is still selecting its players`;
    case 'open':
      return `batch ${batch_id} has started a re-run since the card was posted: ${progress} done`;
    case 'archived':
    case 'legacy':
      return `batch ${batch_id} comes from an older version of the system`;
  }
}
