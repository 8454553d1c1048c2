import { BATCHES } from '../documents/batch-document.ts';
import { type RecordInjuriesDeps, recordBatchInjuries } from '../player/batch-injuries.ts';
import { isCurrent } from './read-batch.ts';

/** The states of a batch in which its players may still be predicted. */
const PREDICTING = ['preparing', 'open'] as const;

/**
 * Copies the injury statuses of every batch that still predicts. An import calls it, so that the workers skip players
 * who have just been ruled out.
 */
export async function refreshInjuries(deps: RecordInjuriesDeps): Promise<void> {
  for (const state of PREDICTING) {
    const batches = await deps.store.query({ collection: BATCHES }, { where: [['state', '==', state]] });
    for (const { data } of batches) if (isCurrent(data)) await recordBatchInjuries(deps, data);
  }
}
