import { totalOf } from '../../../operations/kit/count-text.ts';
import type { ReplyData } from '../../../operations/registry.ts';
import { renderRows } from './render-data.ts';
import { type TerminalPage, WHOLE } from './terminal-page.ts';

type ListedBatch = Pick<
  ReplyData<'batch list'>['batches'][number],
  | 'batch_id'
  | 'game_date'
  | 'state'
  | 'result'
  | 'expected'
  | 'predicted'
  | 'skipped'
  | 'failed'
  | 'missing'
  | 'seconds'
>;

/** Renders the batches as a table, with the numbers of skipped and failed players. */
export function renderBatchList(
  { batches }: { readonly batches: readonly ListedBatch[] },
  page: TerminalPage = WHOLE,
): string {
  const rows = batches.map(
    ({ batch_id, game_date, state, result, expected, predicted, skipped, failed, missing, seconds }) => ({
      batch_id,
      game_date,
      state,
      result,
      expected,
      predicted,
      skipped: totalOf(skipped),
      failed: totalOf(failed),
      missing,
      seconds,
    }),
  );
  return rows.length === 0 ? '' : renderRows(rows, page);
}
