import type { BigqueryConnection } from './bigquery-connection.ts';
import { isConflict, isMissing } from './bigquery-error.ts';
import { STAGING_DATASET } from './bigquery-schema.ts';

const STAGING_DAYS = 3;
const DAY_MS = 86_400_000;

/** Creates a dataset unless it exists. Tables in the staging dataset expire after three days, also when a process dies before it drops them. */
export async function ensureDataset(
  { client, names, location, call }: BigqueryConnection,
  dataset: string,
): Promise<void> {
  const id = names.stored(dataset);
  try {
    await call(() => client.dataset(id).getMetadata());
    return;
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  const expiry = dataset === STAGING_DATASET ? { defaultTableExpirationMs: String(STAGING_DAYS * DAY_MS) } : {};
  try {
    await call(() => client.createDataset(id, { location, ...expiry }));
  } catch (error) {
    if (!isConflict(error)) throw error;
  }
}
