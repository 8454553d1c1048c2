import type { Table } from '../../platform/warehouse.ts';
import { predictionColumns } from './player-prop-predictions.ts';

/**
 * The staging table for one generation of a batch. It has one row for each prediction, and one row for each player
 * without a prediction. The `outcome` of a row is `predicted`, `skipped` or `kept`. A `skipped` row makes the player's
 * older predictions inactive. A `kept` row leaves them active, because the player failed or is missing.
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
