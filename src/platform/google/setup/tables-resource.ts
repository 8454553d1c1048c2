import { Problem } from '../../problem.ts';
import type { BigqueryWarehouse } from '../bigquery-warehouse.ts';
import { differs, type ResourceAdapter, SAME } from './resource.ts';

const OUTDATED = 'warehouse_schema';
const MISSING = 'warehouse_missing';

/** The datasets and tables in BigQuery, made by the migrations. A migration that was interrupted is completed. */
export function tablesResource(warehouse: Pick<BigqueryWarehouse, 'check' | 'migrate'>): ResourceAdapter {
  return {
    async read() {
      try {
        await warehouse.check();
        return SAME;
      } catch (error) {
        if (error instanceof Problem && (error.code === OUTDATED || error.code === MISSING))
          return differs(['tables or columns are missing']);
        throw error;
      }
    },
    async apply() {
      await warehouse.migrate();
    },
  };
}
