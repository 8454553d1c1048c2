import * as z from 'zod';
import type { Warehouse } from '../../platform/warehouse.ts';

const NewestImport = z.object({ is_sample: z.boolean().nullable() });

/** Returns whether the imported data is the sample league. An empty warehouse has no sample. */
export async function isSampleLeague(warehouse: Warehouse): Promise<boolean> {
  const [row] = await warehouse.query({ sql: 'import/sql/is-sample' }, NewestImport);
  return row?.is_sample === true;
}
