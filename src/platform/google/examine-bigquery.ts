import { Problem } from '../problem.ts';
import type { ServiceFinding } from '../service-finding.ts';
import { Unavailable } from '../unavailable.ts';
import type { BigqueryWarehouse } from './bigquery-warehouse.ts';

const SERVICE = 'BigQuery';
const ANSWER_WITHIN_MS = 8_000;

/** Examines whether BigQuery can be reached and has the tables that this version needs. A client that still repeats its requests is not waited for. */
export async function examineBigquery(
  warehouse: Pick<BigqueryWarehouse, 'check'>,
  withinMs = ANSWER_WITHIN_MS,
): Promise<ServiceFinding> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Unavailable(SERVICE, new Error(`no answer within ${withinMs} ms`))),
    withinMs,
  );
  try {
    await Promise.race([warehouse.check(), late]);
    return { service: SERVICE, level: 'note', message: 'BigQuery has all tables that Tipoff needs.' };
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unavailable)) throw error;
    return { service: SERVICE, level: 'problem', message: error.message };
  } finally {
    clearTimeout(timer);
  }
}
