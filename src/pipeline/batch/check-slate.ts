import type { CurrentBatch } from '../documents/batch-document.ts';
import type { FailedCheck } from '../slate-checks/check-result.ts';
import { failedChecks } from '../slate-checks/examine-slate.ts';
import { readSlateFacts } from '../slate-checks/read-slate-facts.ts';
import type { BatchDeps } from './batch-deps.ts';

/**
 * Checks the data and the predictions of a batch's slate, as of the batch. Returns the failed checks. A batch is checked
 * once, before its results are announced. The result of an empty slate already says that it has no predictions.
 */
export async function checkSlate(
  { warehouse }: Pick<BatchDeps, 'warehouse'>,
  { game_date, as_of }: Pick<CurrentBatch, 'game_date' | 'as_of'>,
): Promise<FailedCheck[]> {
  const facts = await readSlateFacts(warehouse, { gameDate: game_date, asOf: as_of });
  return failedChecks(facts, 'everything').filter(({ check }) => check !== 'no_predictions');
}
