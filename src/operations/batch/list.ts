import * as z from 'zod';
import { listBatchReports } from '../../pipeline/batch/batch-report.ts';
import { operation } from '../operation.ts';

const AT_MOST = 200;

export const listBatches = operation({
  name: 'batch list',
  summary: 'List the batches, the newest first.',
  input: z.strictObject({}),
  positionals: [],
  effect: 'read',
  reach: 'everywhere',
  opens: 'stores',
  prints: 'outcome',
  async run(app) {
    const batches = await listBatchReports(app.store, AT_MOST);
    const next = [{ operation: 'batch start', arguments: { date: 'today' }, why: 'Make one for tonight.' }];
    if (batches.length === 0) {
      return { decision: 'done', code: 'none', message: 'There is no batch yet.', data: { batches }, next };
    }
    const message = batches.length === 1 ? 'There is one batch.' : `There are ${batches.length} batches.`;
    return { decision: 'done', code: 'ok', message, data: { batches }, next: [] };
  },
});
