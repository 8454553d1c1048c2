import type { Table } from '../../platform/warehouse.ts';
import { predictionColumns } from './player-prop-predictions.ts';

/**
 * What one generation of a batch brings to the warehouse: a row a prediction, and a row without prediction for every player who has none.
 * `outcome` tells them apart: `predicted`, `skipped` (his older rows end) or `kept` (his older rows stay: he failed or is missing).
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
