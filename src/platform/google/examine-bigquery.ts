import { Problem } from '../problem.ts';
import type { ServiceFinding } from '../service-finding.ts';
import { Unavailable } from '../unavailable.ts';
import type { BigqueryWarehouse } from './bigquery-warehouse.ts';

const SERVICE = 'BigQuery';

/** Examines whether BigQuery can be reached and has the tables that this version needs. */
export async function examineBigquery(warehouse: Pick<BigqueryWarehouse, 'check'>): Promise<ServiceFinding> {
  try {
    await warehouse.check();
    return { service: SERVICE, level: 'note', message: 'BigQuery has all tables that Tipoff needs.' };
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unavailable)) throw error;
    return { service: SERVICE, level: 'problem', message: error.message };
  }
}
