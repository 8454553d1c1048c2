import type { Table } from '../../platform/warehouse.ts';
import { predictionColumns } from './player-prop-predictions.ts';

/**
 * The staging table of one generation of a batch: one row for each prediction, and one for each player without a prediction. `outcome` is
 * `predicted`, `skipped` (his older rows become inactive) or `kept` (he failed or is missing, so his older rows stay active).
 */
export function predictionsStaging(batchId: string, generation: number): Table {
  return {
    name: `nba_staging.${batchId.replaceAll('-', '_')}_g${generation}`,
    key: ['prediction_id'],
    columns: [
      { name: 'outcome', type: 'STRING', mode: 'required' },
      ...predictionColumns.map((column) => ({
        ...column,
        mode: column.name === 'player_lookup' ? ('required' as const) : ('nullable' as const),
      })),
    ],
  };
}
