import type { NewPost } from '../../coordination/outbox/post.ts';
import type { DocumentReads } from '../../platform/document-store.ts';
import { slatePostKey } from '../batch/announce-batch.ts';
import type { SlateResults } from '../batch/batch-announcements.ts';
import { readTableCounts } from '../batch/consolidate-batch.ts';
import { readWantedSlate } from '../batch/wanted-slate.ts';
import { readHeadlineModel } from '../headline/headline-model.ts';
import { keepTippedPicks } from '../ledger/keep-tipped-picks.ts';
import { readPricedPredictions } from '../results/priced-predictions.ts';
import { readWithdrawn, type SlateDetailDeps } from '../results/slate-detail.ts';

/** The parts of a slate's message that change when predictions are withdrawn. */
type SlateChanges = Pick<
  SlateResults,
  'rows' | 'models' | 'games' | 'top_edges' | 'withdrawn' | 'picks' | 'no_picks'
> & {
  readonly batchId: string;
};

/** Reads the current predictions of the slate that the channel shows. Resolves to undefined if it shows no results. */
export async function readSlateChanges(deps: SlateDetailDeps, gameDate: string): Promise<SlateChanges | undefined> {
  const { store, warehouse } = deps;
  const shown = await readWantedSlate(store, gameDate);
  if (shown === undefined) return undefined;
  const headlineModel = await readHeadlineModel(deps, gameDate);
  const [counts, priced, withdrawn] = await Promise.all([
    readTableCounts({ warehouse }, { game_date: gameDate, batch_id: shown.batch_id }),
    readPricedPredictions(deps, { gameDate, headlineModel }),
    readWithdrawn(warehouse, gameDate),
  ]);
  const picks = await keepTippedPicks(deps, gameDate, priced);
  const { row_count: rows, model_count: models, game_count: games } = counts;
  return { batchId: shown.batch_id, rows, models, games, ...priced, ...picks, withdrawn: [...withdrawn] };
}

/**
 * Returns the slate's message with the changes. While a batch runs, its end shows them, so the list of posts is then
 * empty.
 */
export async function slateEdits(
  transaction: DocumentReads,
  gameDate: string,
  changes: SlateChanges | undefined,
): Promise<readonly NewPost[]> {
  const shown = await readWantedSlate(transaction, gameDate);
  if (changes === undefined || shown?.batch_id !== changes.batchId) return [];
  const { batchId: _, ...changed } = changes;
  const announcement = { ...shown, ...changed } satisfies SlateResults;
  return [{ key: slatePostKey(gameDate), announcement, receipt: 'kept' }];
}
