import type { OpenBatch } from '../pipeline/batch/batch-document.ts';
import { readBatch } from '../pipeline/batch/change-batch.ts';
import type { App } from './app.ts';

/** The batch while it takes outcomes; undefined when it does not exist or is in another state. */
export async function openBatchOf({ store }: Pick<App, 'store'>, batchId: string): Promise<OpenBatch | undefined> {
  const batch = await readBatch(store, batchId);
  return batch?.state === 'open' ? batch : undefined;
}
