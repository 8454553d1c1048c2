import type { Job } from '../operations/app.ts';
import { dropLeftStaging } from '../pipeline/batch/drop-staging.ts';

const CATCH_UP_MS = 12 * 60 * 60_000;

/** Removes what killed work has left behind and what nothing reads any more. */
export const cleanUp: Job = {
  name: 'clean-up',
  summary: 'Delete old documents, and drop the staging tables of killed imports and batches.',
  due: ['15 5 * * *'],
  catchUpWithinMs: CATCH_UP_MS,
  async run(app) {
    const dropped = await dropLeftStaging(app);
    const deleted = await app.deleteOldDocuments();
    const tables = dropped.length === 0 ? '' : ` (${dropped.join(', ')})`;
    return `Staging tables dropped: ${dropped.length}${tables}. Old documents deleted: ${deleted.toLocaleString('en-US')}.`;
  },
};
