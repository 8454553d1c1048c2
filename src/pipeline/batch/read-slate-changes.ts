import type { NewPost } from '../../coordination/outbox/post.ts';
import type { ConsolidatingBatch } from '../documents/batch-document.ts';
import { readHeadlineModel } from '../headline/headline-model.ts';
import { FALLBACK_MODEL } from '../headline/headline-row.ts';
import { playersOf } from '../player/player-document.ts';
import type { BatchDeps } from './batch-deps.ts';
import { ChangedPrediction, slateChangesPosts } from './slate-changes.ts';

/**
 * Reads what a later run of the day has changed, after its predictions are in the table. Returns the post for the thread of
 * the slate. The list is empty for every other generation.
 */
export async function readSlateChangesPosts(
  deps: Pick<BatchDeps, 'store' | 'warehouse' | 'pinnedHeadline'>,
  batch: ConsolidatingBatch,
): Promise<readonly NewPost[]> {
  const { batch_id, game_date, generation } = batch;
  if (batch.opened_for !== 'changes') return [];
  const headlineModel = await readHeadlineModel(deps, game_date);
  const parameters = {
    game_date: { type: 'DATE', value: game_date },
    batch_id: { type: 'STRING', value: batch_id },
    generation: { type: 'INT64', value: generation },
    sequence: { type: 'INT64', value: batch.sequence },
    headline_model: { type: 'STRING', value: headlineModel },
    fallback_model: { type: 'STRING', value: FALLBACK_MODEL },
  } as const;
  const [predictions, skipped] = await Promise.all([
    deps.warehouse.query({ sql: 'batch/sql/changed-predictions', parameters }, ChangedPrediction),
    deps.store.query(playersOf(batch_id), { where: [['status', '==', 'skipped']] }),
  ]);
  const reasons = new Map(skipped.map(({ data }) => [data.player_lookup, data.reason ?? 'missing']));
  return slateChangesPosts({ batch_id, game_date, generation, predictions, reasons });
}
