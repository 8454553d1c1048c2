import type { Statement, Warehouse } from '../../platform/warehouse.ts';
import type { PreparingBatch } from './batch-document.ts';
import { Candidate } from './candidate.ts';

/** The players of a date's games as known at the batch's `as_of`, in pages and in the order of `player_lookup`. */
export function candidatesOf(
  warehouse: Warehouse,
  batch: Pick<PreparingBatch, 'game_date' | 'as_of'>,
): AsyncIterable<readonly Candidate[]> {
  const statement: Statement = {
    sql: 'batch/sql/candidates',
    parameters: {
      game_date: { type: 'DATE', value: batch.game_date },
      as_of: { type: 'TIMESTAMP', value: batch.as_of },
    },
  };
  return warehouse.pages(statement, Candidate);
}
